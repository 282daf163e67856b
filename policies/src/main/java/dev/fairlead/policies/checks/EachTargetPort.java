package dev.fairlead.policies.checks;

import dev.fairlead.policies.model.ServicePort;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.model.TargetPort;
import dev.fairlead.policies.view.ClusterView;
import java.util.Optional;
import java.util.stream.Stream;

/// A rule about each target port of one kind, and what is behind it.
///
/// @param <T> the target ports that it is about
interface EachTargetPort<T extends TargetPort> extends Check.OfService {
  Class<T> targets();

  /// What is wrong with one port of a Service, whose target is of that kind.
  Optional<Finding> finding(ServiceWiring service, ServicePort port, T target, PortsBehind behind);

  @Override
  default Stream<Finding> findings(ServiceWiring service, ClusterView view) {
    var ports =
        service.ports().stream().filter(port -> targets().isInstance(port.target())).toList();
    if (ports.isEmpty()) {
      return Stream.empty();
    }
    var behind = new PortsBehind(service, view);
    return ports.stream()
        .flatMap(port -> finding(service, port, targets().cast(port.target()), behind).stream());
  }
}
