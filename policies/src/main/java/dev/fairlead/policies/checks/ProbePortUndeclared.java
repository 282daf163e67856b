package dev.fairlead.policies.checks;

import dev.fairlead.policies.model.Container;
import dev.fairlead.policies.model.Probe;
import dev.fairlead.policies.model.Workload;
import dev.fairlead.policies.view.ClusterView;
import java.util.Optional;
import java.util.stream.Stream;

/// A probe that names its port must name one that its own container declares.
///
/// Fields: `readinessProbe`, `livenessProbe`, `startupProbe`: the port of `httpGet` and
/// `tcpSocket`. Allowed: any number; a name under any protocol, as the kubelet does not compare it.
/// Silent for gRPC probes, which take numbers only.
final class ProbePortUndeclared implements Check.OfWorkload {
  @Override
  public String id() {
    return "probe-port-undeclared";
  }

  @Override
  public CheckKind kind() {
    return CheckKind.FACT;
  }

  @Override
  public Stream<Finding> findings(Workload workload, ClusterView view) {
    return workload.serving().stream()
        .flatMap(
            container ->
                container.probes().stream()
                    .flatMap(probe -> finding(workload, container, probe).stream()));
  }

  private Optional<Finding> finding(Workload workload, Container container, Probe probe) {
    return probe
        .portName()
        .filter(name -> container.ports().stream().noneMatch(port -> port.name().equals(name)))
        .map(name -> finding(workload, container, probe, name));
  }

  private Finding finding(Workload workload, Container container, Probe probe, String name) {
    return new Finding(
            this,
            Certainty.PROVEN,
            workload.ref(),
            probe.portPath(),
            PortNames.notFound(name, container))
        .of(container.name());
  }
}
