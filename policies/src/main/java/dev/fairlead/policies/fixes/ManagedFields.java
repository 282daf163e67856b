package dev.fairlead.policies.fixes;

import dev.fairlead.policies.model.Container;
import dev.fairlead.policies.model.ContainerPort;
import dev.fairlead.policies.model.FieldPath;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Which fields of a container were written by clients, as `metadata.managedFields` tells. The API
/// server notes there what a client sends, and does not note what a webhook adds.
final class ManagedFields {
  private static final FieldPath LAST_APPLIED =
      FieldPath.of("metadata", "annotations")
          .key("kubectl.kubernetes.io/last-applied-configuration");

  private ManagedFields() {}

  /// True where clients have written the object, but none of them this probe: then a webhook did.
  static boolean lackProbe(Subject subject, Container container, String probe) {
    var applied = subject.at(LAST_APPLIED).map(Object::toString).orElse("");
    return lack(subject, container, "f:" + probe) && !applied.contains("\"" + probe + "\"");
  }

  /// The same of one field of a probe.
  static boolean lackField(Subject subject, Container container, String probe, String field) {
    return lack(subject, container, "f:" + probe, "f:" + field);
  }

  /// The same of the name of a port.
  static boolean lackName(Subject subject, Container container, ContainerPort port) {
    var key =
        "k:{\"containerPort\":%d,\"protocol\":\"%s\"}".formatted(port.number(), port.protocol());
    return lack(subject, container, "f:ports", key, "f:name");
  }

  private static boolean lack(Subject subject, Container container, String... below) {
    var steps = new ArrayList<>(steps(container));
    steps.addAll(Arrays.asList(below));
    return subject.at(FieldPath.of("metadata", "managedFields")).orElse(null)
            instanceof List<?> entries
        && !entries.isEmpty()
        && subject.patience().allows(entries.size())
        && entries.stream().noneMatch(entry -> holds(entry, steps));
  }

  /// `f:spec`, `f:template`, `f:spec`, `f:containers`, `k:{"name":"web"}`.
  private static List<String> steps(Container container) {
    return container.path().segments().stream()
        .map(
            segment ->
                switch (segment) {
                  case FieldPath.Segment.Field(var name) -> "f:" + name;
                  case FieldPath.Segment.Index _ ->
                      "k:{\"name\":\"%s\"}".formatted(container.name());
                  case FieldPath.Segment.Key(var key) -> "f:" + key;
                })
        .toList();
  }

  private static boolean holds(Object entry, List<String> steps) {
    Object at = entry instanceof Map<?, ?> map ? map.get("fieldsV1") : null;
    for (var step : steps) {
      at = at instanceof Map<?, ?> map ? map.get(step) : null;
    }
    return at != null;
  }
}
