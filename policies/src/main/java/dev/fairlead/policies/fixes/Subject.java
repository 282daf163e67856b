package dev.fairlead.policies.fixes;

import dev.fairlead.policies.model.Container;
import dev.fairlead.policies.model.ContainerPort;
import dev.fairlead.policies.model.FieldPath;
import dev.fairlead.policies.model.ServicePort;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.model.TargetPort;
import dev.fairlead.policies.model.Workload;
import dev.fairlead.policies.resolve.DeclaredPorts;
import dev.fairlead.policies.resolve.FindPort;
import dev.fairlead.policies.view.Patience;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A workload that fixes look at, with the Services that select it.
public final class Subject {
  private final Map<String, ?> tree;
  private final Workload workload;
  private final List<ServiceWiring> services;
  private final Patience patience;
  private final DeclaredPorts ports;
  private final Map<Declaration, List<Sender>> sendersTo = new HashMap<>();
  private final Map<String, Sender> askingFor = new HashMap<>();
  private final Map<String, Container> probing = new HashMap<>();

  /// How often the pod declares each number, and each name.
  private final Map<PodPort, Integer> declarations = new HashMap<>();

  private final Map<String, Integer> names = new HashMap<>();

  /// A Service port that sends traffic to a port of the workload.
  record Sender(ServiceWiring service, ServicePort port) {
    /// `Service/name`, short enough for a line.
    String name() {
      return "Service/" + Note.shortened(service.ref().name());
    }
  }

  /// A port of a container, as the container declares it.
  private record Declaration(FieldPath container, ContainerPort port) {}

  /// A number of the pod.
  private record PodPort(int number, String protocol) {}

  /// @param tree the whole object, whose fields the reduced workload does not all hold
  /// @param services by name
  /// @param patience how much may be looked at
  Subject(Map<String, ?> tree, Workload workload, List<ServiceWiring> services, Patience patience) {
    this.tree = tree;
    this.patience = patience;
    this.workload = workload;
    this.services = List.copyOf(services);
    this.ports = new DeclaredPorts(workload);
    senders().takeWhile(_ -> patience.allows(1)).forEach(this::add);
    workload.containers().forEach(this::add);
    FindPort.declared(workload, _ -> true)
        .map(FindPort.Declared::port)
        .forEach(
            port ->
                declarations.merge(new PodPort(port.number(), port.protocol()), 1, Integer::sum));
  }

  private void add(Container container) {
    container.ports().forEach(port -> names.merge(port.name(), 1, Integer::sum));
    container.probes().stream()
        .flatMap(probe -> probe.portName().stream())
        .forEach(name -> probing.putIfAbsent(name, container));
  }

  private void add(Sender sender) {
    if (sender.port().target() instanceof TargetPort.ByName(var name)) {
      askingFor.putIfAbsent(name, sender);
    }
    ports
        .declaration(sender.port())
        .map(declared -> new Declaration(declared.container().path(), declared.port()))
        .ifPresent(place -> sendersTo.computeIfAbsent(place, _ -> new ArrayList<>()).add(sender));
  }

  Patience patience() {
    return patience;
  }

  Workload workload() {
    return workload;
  }

  List<ServiceWiring> services() {
    return services;
  }

  Stream<Sender> senders() {
    return services.stream()
        .flatMap(service -> service.ports().stream().map(port -> new Sender(service, port)));
  }

  /// The Service ports that send traffic to a declared port of a container.
  List<Sender> sendersTo(Container container, ContainerPort port) {
    return sendersTo.getOrDefault(new Declaration(container.path(), port), List.of());
  }

  /// The first Service port that asks for a name, whether or not anything declares it.
  Optional<Sender> askingFor(String name) {
    return Optional.ofNullable(askingFor.get(name));
  }

  /// The first container that has a probe of a port of that name.
  Optional<Container> probing(String name) {
    return Optional.ofNullable(probing.get(name));
  }

  /// True where several ports of the pod have the name.
  boolean isNameTwice(String name) {
    return names.getOrDefault(name, 0) > 1;
  }

  /// True when the pod declares number and protocol more than once: nobody can tell who listens.
  boolean declaresTwice(ContainerPort port) {
    return declarations.getOrDefault(new PodPort(port.number(), port.protocol()), 0) > 1;
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
