package dev.fairlead.policies.model;

import dev.fairlead.policies.model.ServiceWiring.Exposure;
import dev.fairlead.policies.model.ServiceWiring.Readiness;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// Reads a Service, with the defaults of `SetDefaults_Service` and the port rules of
/// `validateServicePort`.
final class ServiceReader {
  private ServiceReader() {}

  static ServiceWiring read(Fields root, Metadata metadata) {
    var spec = root.object("spec");
    var exposure = exposure(spec);
    var ports = ports(spec);
    if (exposure == Exposure.VIRTUAL_IP && ports.isEmpty()) {
      spec.invalid("ports", "Required value: must name at least one port");
    }
    var readiness = spec.isTrue("publishNotReadyAddresses") ? Readiness.ALL : Readiness.READY_ONLY;
    return new ServiceWiring(metadata, exposure, spec.texts("selector"), ports, readiness);
  }

  private static Exposure exposure(Fields spec) {
    if (spec.text("type").orElse("ClusterIP").equals("ExternalName")) {
      return Exposure.EXTERNAL_NAME;
    }
    return spec.text("clusterIP").orElse("").equals("None")
        ? Exposure.HEADLESS
        : Exposure.VIRTUAL_IP;
  }

  private static List<ServicePort> ports(Fields spec) {
    var entries = spec.objects("ports");
    var ports = new ArrayList<ServicePort>();
    var names = new HashSet<String>();
    var numbers = new HashSet<String>();
    for (var entry : entries) {
      var name = entry.text("name").orElse("");
      var number = PortRules.port(entry, "port");
      var protocol = entry.text("protocol").orElse("TCP");
      if (name.isEmpty() && entries.size() > 1) {
        entry.invalid("name", "Required value: every one of several ports must have a name");
      }
      if (!name.isEmpty() && !names.add(name)) {
        entry.invalid("name", "Duplicate value: \"%s\"".formatted(name));
      }
      if (number != 0 && !numbers.add(number + "/" + protocol)) {
        entry.invalid("port", "Duplicate value: %d/%s".formatted(number, protocol));
      }
      ports.add(new ServicePort(ports.size(), name, number, protocol, target(entry, number)));
    }
    return ports;
  }

  private static TargetPort target(Fields entry, int port) {
    return switch (entry.numberOrText("targetPort")) {
      case Integer number when number != 0 -> {
        PortRules.inRange(entry, "targetPort", number);
        yield new TargetPort.ByNumber(number, TargetPort.Origin.WRITTEN);
      }
      case String name when !name.isEmpty() -> {
        if (!PortRules.isNumber(name)) {
          PortRules.named(entry, "targetPort", name);
        }
        yield new TargetPort.ByName(name);
      }
      case null, default -> new TargetPort.ByNumber(port, TargetPort.Origin.DEFAULTED);
    };
  }
}
