package dev.fairlead.policies.judge;

import dev.fairlead.policies.model.ServicePort;
import dev.fairlead.policies.model.ServiceWiring;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The ports of a Service by the number under which clients know them.
final class ServicePorts {
  private final Map<Integer, List<ServicePort>> byNumber = new HashMap<>();

  ServicePorts(ServiceWiring service) {
    for (var port : service.ports()) {
      byNumber.computeIfAbsent(port.port(), _ -> new ArrayList<>(1)).add(port);
    }
  }

  /// In the order of the Service.
  List<ServicePort> at(int number) {
    return byNumber.getOrDefault(number, List.of());
  }

  Optional<ServicePort> at(int number, String protocol) {
    return at(number).stream().filter(port -> port.protocol().equals(protocol)).findFirst();
  }
}
