package dev.fairlead.policies.resolve;

import dev.fairlead.policies.model.Container;
import dev.fairlead.policies.model.ContainerPort;
import dev.fairlead.policies.model.ServicePort;
import dev.fairlead.policies.model.TargetPort;
import dev.fairlead.policies.model.Workload;
import dev.fairlead.policies.resolve.FindPort.Declared;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// The ports that the serving containers of one workload declare, by name and by number. It gives
/// the answers of [FindPort] to callers that ask often. The first of several wins.
public final class DeclaredPorts {
  private record Named(String name, String protocol) {}

  private record Numbered(int number, String protocol) {}

  private final int containers;
  private final Map<Named, List<Declared>> byName = new HashMap<>();
  private final Map<Numbered, Declared> byNumber = new HashMap<>();
  private final Map<String, Declared> byNameAlone = new HashMap<>();
  private final Map<Integer, Declared> byNumberAlone = new HashMap<>();
  private final Map<String, List<Declared>> byProtocol = new HashMap<>();

  /// How many containers declare a port of a protocol.
  private final Map<String, Integer> declaring = new HashMap<>();

  public DeclaredPorts(Workload workload) {
    var serving = workload.serving();
    this.containers = serving.size();
    serving.forEach(this::add);
  }

  private void add(Container container) {
    var protocols = new HashSet<String>();
    for (var port : container.ports()) {
      add(new Declared(container, port), port);
      if (protocols.add(port.protocol())) {
        declaring.merge(port.protocol(), 1, Integer::sum);
      }
    }
  }

  private void add(Declared declared, ContainerPort port) {
    byName
        .computeIfAbsent(new Named(port.name(), port.protocol()), _ -> new ArrayList<>(1))
        .add(declared);
    byNumber.putIfAbsent(new Numbered(port.number(), port.protocol()), declared);
    byNameAlone.putIfAbsent(port.name(), declared);
    byNumberAlone.putIfAbsent(port.number(), declared);
    byProtocol.computeIfAbsent(port.protocol(), _ -> new ArrayList<>()).add(declared);
  }

  public boolean areNone() {
    return byNumber.isEmpty();
  }

  /// See [FindPort#in].
  public OptionalInt in(ServicePort port) {
    return switch (port.target()) {
      case TargetPort.ByNumber(var number, _) -> OptionalInt.of(number);
      case TargetPort.ByName _ ->
          declaration(port)
              .map(declared -> OptionalInt.of(declared.port().number()))
              .orElseGet(OptionalInt::empty);
    };
  }

  /// See [FindPort#declaration].
  public Optional<Declared> declaration(ServicePort port) {
    return switch (port.target()) {
      case TargetPort.ByNumber(var number, _) -> numbered(number, port.protocol());
      case TargetPort.ByName(var name) -> named(name, port.protocol()).stream().findFirst();
    };
  }

  /// Every declaration of a name, in the order of look-up.
  public List<Declared> named(String name, String protocol) {
    return byName.getOrDefault(new Named(name, protocol), List.of());
  }

  public Optional<Declared> numbered(int number, String protocol) {
    return Optional.ofNullable(byNumber.get(new Numbered(number, protocol)));
  }

  /// The first of that name or number, whatever its protocol.
  public Optional<Declared> underAnyProtocol(TargetPort target) {
    return Optional.ofNullable(
        switch (target) {
          case TargetPort.ByNumber(var number, _) -> byNumberAlone.get(number);
          case TargetPort.ByName(var name) -> byNameAlone.get(name);
        });
  }

  /// True where a number is declared under whatever protocol.
  public boolean holdNumber(int number) {
    return byNumberAlone.containsKey(number);
  }

  /// All of one protocol, in the order of look-up.
  public List<Declared> of(String protocol) {
    return byProtocol.getOrDefault(protocol, List.of());
  }

  /// True where no serving container leaves out which ports of a protocol it has.
  public boolean areToldByAll(String protocol) {
    return containers > 0 && declaring.getOrDefault(protocol, 0) == containers;
  }
}
