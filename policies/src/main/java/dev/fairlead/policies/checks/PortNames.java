package dev.fairlead.policies.checks;

import dev.fairlead.policies.model.Container;
import dev.fairlead.policies.model.ContainerPort;
import java.util.List;

/// The names that a container gives to its ports, for what the kubelet looks up there.
final class PortNames {
  private PortNames() {}

  static List<String> of(Container container) {
    return container.ports().stream()
        .map(ContainerPort::name)
        .filter(name -> !name.isEmpty())
        .toList();
  }

  /// What is wrong with a name that none of them is.
  static Problem notFound(String name, Container container) {
    var names = of(container);
    var nearest =
        names.stream()
            .filter(other -> Near.between(name, other) != Near.Nearness.FAR)
            .findFirst()
            .map(Text::quoted);
    var rule = "must be the name of a port of its own container \"%s\"".formatted(container.name());
    return new Problem.NotFound(
        name, rule, Problem.Seen.list(names.stream().map(Text::quoted).toList(), nearest));
  }
}
