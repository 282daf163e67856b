package dev.fairlead.policies.model;

import dev.fairlead.policies.model.ServiceWiring.Exposure;
import dev.fairlead.policies.model.ServiceWiring.Readiness;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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
    return new ServiceWiring(
        metadata, exposure, spec.texts("selector"), ports, readiness, lastWired(root.quietly()));
  }

  /// The later of its creation and of what field managers say they last wrote of its selector and
  /// ports.
  private static Optional<Instant> lastWired(Fields root) {
    var metadata = root.object("metadata");
    return Stream.concat(
            instant(metadata.text("creationTimestamp")).stream(),
            metadata.objects("managedFields").stream()
                .filter(ServiceReader::writesWiring)
                .flatMap(entry -> instant(entry.text("time")).stream()))
        .max(Comparator.naturalOrder());
  }

  private static boolean writesWiring(Fields managed) {
    var spec = managed.object("fieldsV1").object("f:spec");
    return managed.text("subresource").isEmpty() && (spec.has("f:selector") || spec.has("f:ports"));
  }

  private static Optional<Instant> instant(Optional<String> written) {
    try {
      return written.map(Instant::parse);
    } catch (DateTimeParseException e) {
      return Optional.empty(); // no time that the API server writes
    }
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
