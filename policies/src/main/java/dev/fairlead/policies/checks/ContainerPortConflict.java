package dev.fairlead.policies.checks;

import dev.fairlead.policies.model.Container;
import dev.fairlead.policies.model.ContainerPort;
import dev.fairlead.policies.model.Workload;
import dev.fairlead.policies.view.ClusterView;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Two containers of a pod must not declare the same number: they share one network, so the second
/// cannot listen.
///
/// Fields: `spec.template.spec.containers[*].ports[*].containerPort`, of native sidecars too.
/// Allowed: the same number under another protocol; the same number twice in one container; that of
/// an ordinary init container, which is gone before the others start. It is one finding a port of
/// the later container.
final class ContainerPortConflict implements Check.OfWorkload {
  @Override
  public String id() {
    return "container-port-conflict";
  }

  @Override
  public CheckKind kind() {
    return CheckKind.ADVICE;
  }

  @Override
  public Stream<Finding> findings(Workload workload, ClusterView view) {
    var serving = workload.serving();
    return IntStream.range(1, serving.size())
        .boxed()
        .flatMap(i -> findings(workload, serving.get(i), serving.subList(0, i)));
  }

  private Stream<Finding> findings(Workload workload, Container container, List<Container> others) {
    var ports = container.ports();
    return IntStream.range(0, ports.size())
        .boxed()
        .filter(i -> isFirst(ports, i))
        .flatMap(
            i ->
                taker(ports.get(i), others).stream()
                    .map(other -> finding(workload, container, i, other)));
  }

  /// True for the first of those that one container declares alike.
  private static boolean isFirst(List<ContainerPort> ports, int at) {
    return ports.subList(0, at).stream().noneMatch(port -> same(port, ports.get(at)));
  }

  private static Optional<Container> taker(ContainerPort port, List<Container> others) {
    return others.stream()
        .filter(other -> other.ports().stream().anyMatch(theirs -> same(theirs, port)))
        .findFirst();
  }

  /// A number that is missing or none is another mistake.
  private static boolean same(ContainerPort one, ContainerPort other) {
    return one.number() > 0
        && one.number() == other.number()
        && one.protocol().equals(other.protocol());
  }

  private Finding finding(Workload workload, Container container, int at, Container other) {
    var port = container.ports().get(at);
    var rule = "must not be a %s port of two containers".formatted(port.protocol());
    var seen =
        Problem.Seen.saying(
            ", but \"%s\" declares it too, and the containers of a Pod share one network"
                .formatted(other.name()),
            ", but \"%s\" declares it too".formatted(other.name()));
    return new Finding(
            this,
            Certainty.LIKELY,
            workload.ref(),
            container.path().field("ports").index(at).field("containerPort"),
            new Problem.Duplicate(String.valueOf(port.number()), rule, seen))
        .of(container.name());
  }
}
