package dev.fairlead.policies.checks;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// The names that say metrics, monitoring, health or probes: what bears one is not there for the
/// traffic of clients.
public final class SideNames {
  private static final List<String> WORDS = List.of("metric", "monitor", "health", "probe");

  private SideNames() {}

  public static boolean include(String name) {
    return Arrays.stream(name.toLowerCase(Locale.ROOT).split("[-._]"))
        .anyMatch(word -> word.equals("prom") || WORDS.stream().anyMatch(word::startsWith));
  }
}
