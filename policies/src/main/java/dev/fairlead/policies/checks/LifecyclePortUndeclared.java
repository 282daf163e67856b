package dev.fairlead.policies.checks;

import dev.fairlead.policies.model.Container;
import dev.fairlead.policies.model.Hook;
import dev.fairlead.policies.model.Workload;
import dev.fairlead.policies.view.ClusterView;
import java.util.stream.Stream;

/// A lifecycle hook that names its port must name one that its own container declares.
///
/// Fields: `lifecycle.postStart` and `lifecycle.preStop`: the port of `httpGet` and `tcpSocket`.
/// Allowed: any number, in quotes or not; a name under any protocol, as the kubelet does not
/// compare it (kubernetes, pkg/kubelet/lifecycle/handlers.go, `resolvePort`).
final class LifecyclePortUndeclared implements Check.OfWorkload {
  @Override
  public String id() {
    return "lifecycle-port-undeclared";
  }

  @Override
  public CheckKind kind() {
    return CheckKind.ADVICE;
  }

  @Override
  public Stream<Finding> findings(Workload workload, ClusterView view) {
    return workload.serving().stream()
        .flatMap(
            container ->
                container.hooks().stream()
                    .filter(hook -> !PortNames.of(container).contains(hook.port()))
                    .map(hook -> finding(workload, container, hook)));
  }

  private Finding finding(Workload workload, Container container, Hook hook) {
    return new Finding(
            this,
            Certainty.LIKELY,
            workload.ref(),
            hook.portPath(),
            PortNames.notFound(hook.port(), container))
        .of(container.name());
  }
}
