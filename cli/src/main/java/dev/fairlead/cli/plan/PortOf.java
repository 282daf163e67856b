package dev.fairlead.cli.plan;

import dev.fairlead.policies.model.ObjectRef;
import dev.fairlead.policies.model.ServicePort;
import dev.fairlead.policies.model.ServiceWiring;
import java.util.Optional;
import java.util.stream.Stream;

/// A port of a Service as clients know it: by its number and protocol.
///
/// @param number 0 for a Service without ports
record PortOf(ObjectRef service, int number, String protocol) {
  /// The ports of a Service, each with its key; one key without a port where it has none.
  static Stream<Port> all(ServiceWiring service) {
    return service.ports().isEmpty()
        ? Stream.of(new Port(new PortOf(service.ref(), 0, ""), Optional.empty()))
        : service.ports().stream()
            .map(
                port ->
                    new Port(
                        new PortOf(service.ref(), port.port(), port.protocol()),
                        Optional.of(port)));
  }

  /// A key and what stands behind it at a moment.
  record Port(PortOf key, Optional<ServicePort> port) {}

  boolean isOfTheSameNumberAs(PortOf other) {
    return service.equals(other.service) && number == other.number;
  }

  /// `port 80`, `port 53/UDP`; of a Service without ports its name.
  String title() {
    if (number == 0) {
      return service.toString();
    }
    return "port " + number + (protocol.equals("TCP") ? "" : "/" + protocol);
  }
}
