package dev.fairlead.cli.plan;

import dev.fairlead.policies.model.Container;
import dev.fairlead.policies.model.ContainerPort;
import dev.fairlead.policies.model.FieldPath;
import dev.fairlead.policies.model.ServicePort;
import dev.fairlead.policies.model.Workload;
import dev.fairlead.policies.resolve.FindPort;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Changes a container port and the target port of its Service, so that the port is reached all the
/// time.
final class PortPhases {
  private static final FieldPath PORTS = FieldPath.of("spec", "ports");

  private final Pair before;
  private final Pair after;
  private final SideReader reader;
  private final List<Moved> moved;

  /// A port of the Service with what it reaches on both sides.
  private record Moved(
      ServicePort earlier, ServicePort later, FindPort.Declared from, FindPort.Declared to) {
    boolean keepsNumber() {
      return from.port().number() == to.port().number();
    }
  }

  /// @param lost the ports that reach nothing for a while
  PortPhases(Pair before, Pair after, List<PortOf> lost, SideReader reader) {
    this.before = before;
    this.after = after;
    this.reader = reader;
    this.moved = lost.stream().flatMap(port -> moved(port).stream()).toList();
  }

  private Optional<Moved> moved(PortOf port) {
    return port(port, before)
        .flatMap(
            earlier ->
                port(port, after)
                    .flatMap(
                        later ->
                            declared(before, earlier)
                                .flatMap(
                                    from ->
                                        declared(after, later)
                                            .map(to -> new Moved(earlier, later, from, to)))));
  }

  private static Optional<ServicePort> port(PortOf port, Pair side) {
    return side.wiring().ports().stream()
        .filter(p -> p.port() == port.number() && p.protocol().equals(port.protocol()))
        .findFirst();
  }

  private static Optional<FindPort.Declared> declared(Pair side, ServicePort port) {
    return FindPort.declaration(side.template(), port);
  }

  /// Ways to be tried, the shortest first.
  Stream<List<Phase>> candidates() {
    if (moved.isEmpty()) {
      return Stream.empty();
    }
    return Stream.of(byNumber(), besideEachOther()).flatMap(Optional::stream);
  }

  /// A name that changes and a number that stays: two entries of one number would be refused by
  /// server-side apply, whose key is the number.
  private Optional<List<Phase>> byNumber() {
    if (!moved.stream().allMatch(Moved::keepsNumber)) {
      return Optional.empty();
    }
    Map<String, ?> tree = before.service().tree();
    for (var port : moved) {
      tree =
          Trees.with(tree, port.earlier().path().field("targetPort"), port.from().port().number());
    }
    return reader
        .planned(tree)
        .map(
            service ->
                List.of(
                    phase("let %s name the port by its number, which stays", service),
                    phase("rename the port in %s", after.workload()),
                    phase("let %s name the port by its new name", after.service())));
  }

  private Optional<List<Phase>> besideEachOther() {
    Map<String, ?> tree = after.workload().tree();
    for (var port : moved) {
      var old = port.from().port();
      var container = container(port.from().container().name());
      if (container.isEmpty() || collides(old)) {
        return Optional.empty();
      }
      var path = container.get().path().field("ports");
      var ports = new ArrayList<Object>();
      Trees.at(tree, path).ifPresent(there -> ports.addAll((List<?>) there));
      ports.add(entry(old));
      tree = Trees.with(tree, path, ports);
    }
    return reader
        .planned(tree)
        .map(
            both ->
                List.of(
                    phase("let %s listen on the old port and the new, and declare both", both),
                    phase("switch the target port of %s", after.service()),
                    phase("take the old port away from %s", after.workload())));
  }

  private Optional<Container> container(String name) {
    return after.template().containers().stream()
        .filter(container -> container.name().equals(name))
        .findFirst();
  }

  private boolean collides(ContainerPort old) {
    return FindPort.declared(
            after.template(),
            port ->
                (!old.name().isEmpty() && port.name().equals(old.name()))
                    || (port.number() == old.number() && port.protocol().equals(old.protocol())))
        .findAny()
        .isPresent();
  }

  private static Map<String, Object> entry(ContainerPort port) {
    var entry = new LinkedHashMap<String, Object>();
    if (!port.name().isEmpty()) {
      entry.put("name", port.name());
    }
    entry.put("containerPort", port.number());
    if (!port.protocol().equals("TCP")) {
      entry.put("protocol", port.protocol());
    }
    return entry;
  }

  private Phase phase(String text, PlannedObject object) {
    var manifest =
        object.object() instanceof Workload workload
            ? containers(object, workload)
            : Trees.fragment(object, PORTS, Trees.at(object.tree(), PORTS).orElse(List.of()));
    return new Phase(text.formatted(object.ref()), object, manifest);
  }

  /// The containers whose ports change, by name.
  private String containers(PlannedObject object, Workload workload) {
    var names =
        moved.stream()
            .flatMap(port -> Stream.of(port.from().container(), port.to().container()))
            .map(Container::name)
            .distinct()
            .toList();
    var written =
        workload.containers().stream()
            .filter(container -> names.contains(container.name()))
            .map(container -> container(object, container))
            .toList();
    return Trees.fragment(object, workload.template().field("spec").field("containers"), written);
  }

  private static Map<String, Object> container(PlannedObject object, Container container) {
    var written = new LinkedHashMap<String, Object>();
    written.put("name", container.name());
    written.put(
        "ports", Trees.at(object.tree(), container.path().field("ports")).orElse(List.of()));
    return written;
  }
}
