package dev.fairlead.policies.fixes;

import dev.fairlead.policies.model.Probe;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A probe as Fairlead writes it. Every field that the API server would fill in is spelled out, so
/// that the stored probe is the same. `initialDelaySeconds: 0` is left out, since it is not stored.
sealed interface DefaultProbe {
  /// Ready when the port opens.
  record Tcp(int port) implements DefaultProbe {}

  /// Ready, or alive, when a path answers.
  record Http(HttpProbe at, Probe.Kind kind) implements DefaultProbe {}

  /// The handler and the words for it: `tcpSocket on 8080`.
  default String text() {
    return switch (this) {
      case Tcp(var port) -> "tcpSocket on " + port;
      case Http(HttpProbe(var path, var port), _) -> "httpGet %s on %d".formatted(path, port);
    };
  }

  default Map<String, Object> tree() {
    var probe = new LinkedHashMap<String, Object>();
    switch (this) {
      case Tcp(var port) -> {
        probe.put("tcpSocket", Map.of("port", port));
        timing(probe, 0, 10);
      }
      case Http(HttpProbe(var path, var port), var kind) -> {
        var action = new LinkedHashMap<String, Object>();
        action.put("path", path);
        action.put("port", port);
        action.put("scheme", "HTTP");
        probe.put("httpGet", action);
        if (kind == Probe.Kind.READINESS) {
          timing(probe, 10, 5);
        } else {
          timing(probe, 30, 10);
        }
      }
    }
    return probe;
  }

  private static void timing(Map<String, Object> probe, int initialDelay, int period) {
    if (initialDelay > 0) {
      probe.put("initialDelaySeconds", initialDelay);
    }
    probe.put("timeoutSeconds", 1);
    probe.put("periodSeconds", period);
    probe.put("successThreshold", 1);
    probe.put("failureThreshold", 3);
  }

  /// The probe that a tree is, field by field; empty where Fairlead would not have written it so.
  static Optional<DefaultProbe> in(Map<?, ?> tree, Probe.Kind kind) {
    var port = port(tree, "tcpSocket").or(() -> port(tree, "httpGet"));
    if (port.isEmpty()) {
      return Optional.empty();
    }
    var path = tree.get("httpGet") instanceof Map<?, ?> action ? action.get("path") : "";
    return List.<DefaultProbe>of(
            new Tcp(port.get()), new Http(new HttpProbe(String.valueOf(path), port.get()), kind))
        .stream()
        .filter(probe -> sameFields(probe.tree(), tree))
        .filter(probe -> kind == Probe.Kind.READINESS || probe instanceof Http)
        .findFirst();
  }

  private static Optional<Integer> port(Map<?, ?> probe, String handler) {
    return probe.get(handler) instanceof Map<?, ?> action
            && action.get("port") instanceof Number number
        ? Optional.of(number.intValue())
        : Optional.empty();
  }

  /// Parsers differ in the type that they give a number.
  private static boolean sameFields(Map<?, ?> wanted, Map<?, ?> seen) {
    return wanted.keySet().equals(seen.keySet())
        && wanted.entrySet().stream().allMatch(f -> same(f.getValue(), seen.get(f.getKey())));
  }

  private static boolean same(Object wanted, @Nullable Object seen) {
    return switch (wanted) {
      case Map<?, ?> map -> seen instanceof Map<?, ?> other && sameFields(map, other);
      case Integer number -> seen instanceof Number other && other.longValue() == number;
      case Object value -> value.equals(seen);
    };
  }

  default int portNumber() {
    return switch (this) {
      case Tcp(var port) -> port;
      case Http(var at, _) -> at.port();
    };
  }
}
