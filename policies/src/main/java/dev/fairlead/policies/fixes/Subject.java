package dev.fairlead.policies.fixes;

import dev.fairlead.policies.model.Container;
import dev.fairlead.policies.model.ContainerPort;
import dev.fairlead.policies.model.FieldPath;
import dev.fairlead.policies.model.ServicePort;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.model.Workload;
import dev.fairlead.policies.resolve.FindPort;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A workload that fixes look at, with the Services that select it.
///
/// @param tree the whole object, whose fields the reduced workload does not all hold
/// @param services by name
public record Subject(Map<String, ?> tree, Workload workload, List<ServiceWiring> services) {
  /// A Service port that sends traffic to a port of the workload.
  record Sender(ServiceWiring service, ServicePort port) {
    /// `Service/name`, short enough for a line.
    String name() {
      return "Service/" + Note.shortened(service.ref().name());
    }
  }

  public Subject {
    services = List.copyOf(services);
  }

  Stream<Sender> senders() {
    return services.stream()
        .flatMap(service -> service.ports().stream().map(port -> new Sender(service, port)));
  }

  /// The Service ports that send traffic to a declared port of a container.
  List<Sender> sendersTo(Container container, ContainerPort port) {
    var declared = new FindPort.Declared(container, port);
    return senders()
        .filter(
            sender ->
                FindPort.declaration(workload, sender.port()).filter(declared::equals).isPresent())
        .toList();
  }

  /// True when the pod declares number and protocol more than once: nobody can tell who listens.
  boolean declaresTwice(ContainerPort port) {
    return FindPort.declared(
                workload, p -> p.number() == port.number() && p.protocol().equals(port.protocol()))
            .count()
        > 1;
  }

  /// Whether a field is written, be it as null or as an empty text.
  boolean isWritten(FieldPath field) {
    var parent = new FieldPath(field.segments().subList(0, field.segments().size() - 1));
    return at(parent).orElse(null) instanceof Map<?, ?> map
        && field.segments().getLast() instanceof FieldPath.Segment.Field(var name)
        && map.containsKey(name);
  }

  /// What stands at a place of the tree.
  Optional<Object> at(FieldPath path) {
    Object at = tree;
    for (var step : path.segments()) {
      at = below(at, step);
      if (at == null) {
        return Optional.empty();
      }
    }
    return Optional.of(at);
  }

  private static @Nullable Object below(Object at, FieldPath.Segment step) {
    return switch (step) {
      case FieldPath.Segment.Field(var name) -> at instanceof Map<?, ?> map ? map.get(name) : null;
      case FieldPath.Segment.Key(var key) -> at instanceof Map<?, ?> map ? map.get(key) : null;
      case FieldPath.Segment.Index(var index) ->
          at instanceof List<?> list && index < list.size() ? list.get(index) : null;
    };
  }
}
