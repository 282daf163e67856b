local hs = { status = "Healthy", message = "" }
local status = obj.status or {}

for _, condition in ipairs(status.conditions or {}) do
  if condition.type == "fairlead.dev/Wired" then
    hs.message = condition.message
    if condition.status == "False" then
      hs.status = "Degraded"
      return hs
    end
    if condition.reason == "Settling" or condition.reason == "WaitingForEndpoints" then
      hs.status = "Progressing"
      return hs
    end
  end
end

-- What Argo CD itself asks of a Service.
local balancer = status.loadBalancer or {}
if obj.spec.type == "LoadBalancer" and #(balancer.ingress or {}) == 0 then
  hs.status = "Progressing"
  hs.message = "the load balancer has no address yet"
end

return hs
