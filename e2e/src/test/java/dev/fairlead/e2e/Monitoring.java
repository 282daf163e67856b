package dev.fairlead.e2e;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The rules and the dashboard that the chart ships.
final class Monitoring {
  private Monitoring() {}

  static Path rulesFile() {
    return Chart.folder().resolve("files/rules.yaml");
  }

  static Path dashboardFile() {
    return Chart.folder().resolve("files/dashboard.json");
  }

  static List<Map<String, Object>> rules() {
    var groups = Manifests.children(Manifests.read(rulesFile()).objects().getFirst(), "groups");
    return groups.stream().flatMap(group -> Manifests.children(group, "rules").stream()).toList();
  }

  /// The panels of the dashboard that show something.
  static List<Map<String, Object>> panels() {
    var dashboard = Manifests.read(dashboardFile()).objects().getFirst();
    return Manifests.children(dashboard, "panels").stream()
        .filter(panel -> !Manifests.text(panel, "type").equals("row"))
        .toList();
  }

  /// What a panel asks Prometheus, with the variables that Grafana fills in.
  static Stream<String> expressions(Map<String, Object> panel) {
    return Manifests.children(panel, "targets").stream()
        .map(target -> Manifests.text(target, "expr").replace("$__rate_interval", "1m"));
  }
}
