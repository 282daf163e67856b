package dev.fairlead.policies.checks;

import dev.fairlead.policies.model.Container;
import dev.fairlead.policies.model.ContainerPort;
import dev.fairlead.policies.model.Probe;
import dev.fairlead.policies.model.Workload;
import dev.fairlead.policies.resolve.DeclaredPorts;
import dev.fairlead.policies.view.ClusterView;
import java.util.HashSet;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/// A probe that gives a number should give one on which its container listens, as far as the
/// workload tells.
///
/// Fields: `readinessProbe`, `livenessProbe`, `startupProbe`: the port of `httpGet`, `tcpSocket`
/// and `grpc`. Allowed: whatever a serving container of the pod declares; whatever a command, an
/// argument, an environment value, a lifecycle hook or an annotation holds; any number for a
/// container that declares no TCP port. Silent where something unseen may tell: a mounted
/// configuration, values from Secrets, a sidecar that others add; and for a probe of another host.
/// Other probes of the same number are no evidence. An info only, since a process may well listen
/// on a number that nothing tells; a warning where a change of the workload brings it.
final class ProbePortMismatch implements Check.OfWorkload {
  private static final String TCP = "TCP";

  @Override
  public String id() {
    return "probe-port-mismatch";
  }

  @Override
  public CheckKind kind() {
    return CheckKind.ADVICE;
  }

  @Override
  public Stream<Finding> findings(Workload workload, ClusterView view) {
    return workload.configuration().isEmpty()
        ? findings(workload, view, (_, _) -> true).map(Finding::asInfo)
        : Stream.empty();
  }

  /// What a change has made wrong: a probe opens a number that no probe of the container opened
  /// before, or one that has been declared until now. A mounted configuration is no reason to be
  /// silent here: few of the probes that anybody writes open a number that it alone tells.
  Stream<Finding> brought(Workload earlier, Workload now, ClusterView after) {
    var declared = after.portsOf(earlier);
    var probed = new HashSet<Probed>();
    for (var container : earlier.serving()) {
      container.probes().forEach(probe -> probed.add(Probed.by(container, probe)));
    }
    return findings(
        now,
        after,
        (container, probe) ->
            declares(declared, probe) || !probed.contains(Probed.by(container, probe)));
  }

  /// A number that a probe of a container opens.
  private record Probed(String container, int number) {
    static Probed by(Container container, Probe probe) {
      return new Probed(container.name(), probe.portNumber());
    }
  }

  private static boolean declares(DeclaredPorts ports, Probe probe) {
    return ports.holdNumber(probe.portNumber());
  }

  private Stream<Finding> findings(
      Workload workload, ClusterView view, BiPredicate<Container, Probe> isAsked) {
    return workload.serving().stream()
        .filter(container -> container.declares(TCP))
        .flatMap(
            container ->
                container.probes().stream()
                    .filter(probe -> probe.portNumber() > 0)
                    .filter(probe -> isAstray(probe, workload, view))
                    .filter(probe -> isAsked.test(container, probe))
                    .map(probe -> finding(workload, container, probe)));
  }

  private static boolean isAstray(Probe probe, Workload workload, ClusterView view) {
    var injected = view.injected(workload);
    return !declares(view.portsOf(workload), probe)
        && !workload.spokenNumbers().mayIncludeBesideProbes(probe.portNumber())
        && !injected.isOpen()
        && injected.ports().noneMatch(port -> port.number() == probe.portNumber());
  }

  private Finding finding(Workload workload, Container container, Probe probe) {
    var declared =
        container.ports().stream()
            .filter(port -> port.protocol().equals(TCP))
            .map(ContainerPort::number)
            .map(String::valueOf)
            .toList();
    var nearest =
        declared.size() == 1 ? Optional.of(declared.getFirst()) : Optional.<String>empty();
    var rule =
        "must be a port on which its own container \"%s\" listens".formatted(container.name());
    return new Finding(
            this,
            Certainty.LIKELY,
            workload.ref(),
            probe.portPath(),
            new Problem.Invalid(
                String.valueOf(probe.portNumber()), rule, Problem.Seen.list(declared, nearest)))
        .of(container.name());
  }
}
