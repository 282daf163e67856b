package dev.fairlead.policies.checks;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The names that say metrics, monitoring, health, probes, administration or debugging: what bears
/// one is not there for the traffic of clients.
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

  private SideNames() {}

  /// True where the last word that says something is one of these: `app-metrics` and
  /// `metrics-https`, but neither `healthcare` nor `monitoring-ui`.
  public static boolean include(String name) {
    return List.of(name.toLowerCase(Locale.ROOT).split("[-._]")).reversed().stream()
        .filter(word -> !BESIDES.contains(word) && !Near.isKindWord(word))
        .findFirst()
        .filter(WORDS::contains)
        .isPresent();
  }
}
