package dev.fairlead.policies.checks;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Names that say metrics, monitoring, health, probes, administration or debugging. A port or
/// Service with such a name is not there for the traffic of clients.
public final class SideNames {
  private static final Set<String> WORDS =
      Set.of(
          "actuator",
          "admin",
          "administration",
          "debug",
          "debugger",
          "debugging",
          "exporter",
          "health",
          "healthcheck",
          "healthchecks",
          "healthz",
          "jmx",
          "liveness",
          "management",
          "metric",
          "metrics",
          "mgmt",
          "monitor",
          "monitoring",
          "pprof",
          "probe",
          "probes",
          "profiling",
          "prom",
          "prometheus",
          "readiness",
          "stats",
          "telemetry");

  /// Words behind the one that counts which say no more: `metrics-http`, `health-check`,
  /// `admin-port`.
  private static final Set<String> BESIDES =
      Set.of("check", "endpoint", "grpc", "http", "https", "port", "tcp", "udp", "tls", "ssl");

  private static final Pattern SEPARATOR = Pattern.compile("[-._]");

  private SideNames() {}

  /// True where the last word that says something is one of these: `app-metrics` and
  /// `metrics-https`, but neither `healthcare` nor `monitoring-ui`.
  public static boolean include(String name) {
    var words = SEPARATOR.split(name.toLowerCase(Locale.ROOT));
    for (var word : List.of(words).reversed()) {
      if (!BESIDES.contains(word) && !Near.isKindWord(word)) {
        return WORDS.contains(word);
      }
    }
    return false;
  }
}
