package dev.fairlead.policies.resolve;

import dev.fairlead.policies.model.Container;
import dev.fairlead.policies.model.ContainerPort;
import dev.fairlead.policies.model.ServicePort;
import dev.fairlead.policies.model.TargetPort;
import dev.fairlead.policies.model.Workload;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// A Service port against a pod, in the order of upstream's `FindPort` (kubernetes/endpointslice,
/// `utils.go`): regular containers, then native sidecars; the first name of the same protocol wins.
public final class FindPort {
  /// A port with the container that declares it.
  public record Declared(Container container, ContainerPort port) {}

  private FindPort() {}

  /// The number traffic goes to. A target given by number is that number, whether or not anything
  /// declares it.
  public static OptionalInt in(Workload workload, ServicePort port) {
    return switch (port.target()) {
      case TargetPort.ByNumber(var number, _) -> OptionalInt.of(number);
      case TargetPort.ByName(var name) ->
          named(workload, name, port.protocol())
              .map(declared -> OptionalInt.of(declared.port().number()))
              .orElseGet(OptionalInt::empty);
    };
  }

  /// The declaration that a Service port reaches: the named one, or the first of that number and
  /// protocol.
  public static Optional<Declared> declaration(Workload workload, ServicePort port) {
    return switch (port.target()) {
      case TargetPort.ByNumber(var number, _) -> numbered(workload, number, port.protocol());
      case TargetPort.ByName(var name) -> named(workload, name, port.protocol());
    };
  }

  private static Optional<Declared> named(Workload workload, String name, String protocol) {
    return declared(workload, p -> p.name().equals(name) && p.protocol().equals(protocol))
        .findFirst();
  }

  private static Optional<Declared> numbered(Workload workload, int number, String protocol) {
    return declared(workload, p -> p.number() == number && p.protocol().equals(protocol))
        .findFirst();
  }

  /// The ports that serving containers declare, in the order of look-up.
  public static Stream<Declared> declared(Workload workload, Predicate<ContainerPort> wanted) {
    return workload.serving().stream()
        .flatMap(
            container ->
                container.ports().stream()
                    .filter(wanted)
                    .map(port -> new Declared(container, port)));
  }
}
