package dev.fairlead.policies.checks;

import dev.fairlead.policies.model.Container;
import dev.fairlead.policies.model.Workload;
import dev.fairlead.policies.view.ClusterView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Two containers of a pod must not declare the same number: they share one network, so the second
/// cannot listen.
///
/// Fields: `spec.template.spec.containers[*].ports[*].containerPort`, of native sidecars too.
/// Allowed: the same number under another protocol; the same number twice in one container; a
/// number of an ordinary init container, which is gone before the others start. There is one
/// finding for each such port of the later container.
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
    var taken = new HashMap<Taken, Container>();
    var findings = new ArrayList<Finding>();
    for (var container : workload.serving()) {
      findings.addAll(findings(workload, container, taken));
      ports(container).forEach((port, _) -> taken.putIfAbsent(port, container));
    }
    return findings.stream();
  }

  /// A number of the one network that all containers of a pod share.
  private record Taken(int number, String protocol) {}

  private List<Finding> findings(
      Workload workload, Container container, Map<Taken, Container> taken) {
    var findings = new ArrayList<Finding>();
    ports(container)
        .forEach(
            (port, at) -> {
              if (taken.containsKey(port)) {
                findings.add(finding(workload, container, at, taken.get(port)));
              }
            });
    return findings;
  }

  /// What a container declares, with the first place of each. A number that is missing or none is
  /// another mistake.
  private static Map<Taken, Integer> ports(Container container) {
    var ports = new LinkedHashMap<Taken, Integer>();
    for (var i = 0; i < container.ports().size(); i++) {
      var port = container.ports().get(i);
      if (port.number() > 0) {
        ports.putIfAbsent(new Taken(port.number(), port.protocol()), i);
      }
    }
    return ports;
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
