package dev.fairlead.cli.embedded;

import dev.fairlead.policies.checks.Certainty;
import dev.fairlead.policies.checks.CheckKind;
import dev.fairlead.policies.checks.Checks;
import dev.fairlead.policies.checks.Finding;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.view.ClusterView;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// What a second look says of the Services, once everything has had its time to arrive.
public final class Settling {
  private final PrintWriter out;

  public Settling(PrintWriter out) {
    this.out = out;
  }

  /// Prints a line for each Service that selects Pods, with the condition that it would get.
  public void print(List<ClusterView> views) {
    out.println("# settled");
    for (var view : views) {
      for (var namespace : view.namespaces()) {
        for (var service : namespace.services()) {
          if (service.selects()) {
            print(service, view);
          }
        }
      }
    }
  }

  private void print(ServiceWiring service, ClusterView view) {
    var broken =
        Checks.of(service, view)
            .filter(f -> f.check().kind() == CheckKind.WIRING)
            .filter(f -> f.certainty() == Certainty.PROVEN)
            .findFirst();
    var ref = service.ref();
    out.printf(
        "service/%s -n %s: %s%n",
        ref.name(), ref.namespace(), broken.map(Settling::unwired).orElse("Wired=True"));
  }

  private static String unwired(Finding finding) {
    return "Wired=False/%s: %s".formatted(reason(finding.check().id()), finding.message());
  }

  /// The check's id as conditions write reasons: `SelectorUnmatched`.
  private static String reason(String id) {
    return Arrays.stream(id.split("-"))
        .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
        .collect(Collectors.joining());
  }
}
