package dev.fairlead.cli.report;

import dev.fairlead.cli.check.Located;
import dev.fairlead.policies.checks.Certainty;
import dev.fairlead.policies.checks.CheckKind;
import dev.fairlead.policies.checks.Checks;
import dev.fairlead.policies.model.PlainText;

/// What a finding says, in a few plain words: `Service/shop selects no Pods`.
final class Headline {
  private Headline() {}

  static String of(Located finding) {
    if (finding.check().equals(Located.UNREADABLE_MANIFEST)) {
      return finding.text().contains("must be rendered first")
          ? "this is not judged before it is rendered"
          : "kubectl or the API server would refuse this";
    }
    var doubt = isDoubtful(finding) ? ", as far as the files tell" : "";
    return PlainText.line(finding.object() + " " + predicate(finding.check())) + doubt;
  }

  /// True where what is missing may live elsewhere; advice says so itself.
  private static boolean isDoubtful(Located finding) {
    return finding.certainty() == Certainty.LIKELY
        && Checks.ALL.stream()
            .filter(check -> check.id().equals(finding.check()))
            .anyMatch(check -> check.kind() != CheckKind.ADVICE);
  }

  /// What an object does wrong.
  static String predicate(String check) {
    return switch (check) {
      case "ambiguous-port-name" -> "sends to a port name that several containers declare";
      case "backend-is-job" -> "sends traffic to Jobs alone";
      case "broad-selector" -> "selects Pods of several apps";
      case "container-port-conflict" -> "declares one port in two containers";
      case "cross-namespace-short-name" -> "calls a Service of another namespace by its bare name";
      case "dns-policy-unresolvable" -> "asks DNS servers that know no Service";
      case "lifecycle-port-undeclared" -> "has a lifecycle hook of a port name that is not there";
      case "port-unnamed" -> "sends to a port by its number, though a name would do";
      case "probe-port-mismatch" -> "probes a port on which nothing is known to listen";
      case "probe-port-undeclared" -> "probes a port name that its container lacks";
      case "readiness-probe-missing" -> "gets traffic, and has no readiness probe";
      case "selector-unmatched" -> "selects no Pods";
      case "service-reference-missing" -> "calls a Service that does not exist";
      case "service-reference-port" -> "calls a Service at a port that it does not expose";
      case "statefulset-service" -> "names no headless Service of its Pods";
      case "target-port-mismatch" -> "sends to a port number that its Pods do not declare";
      case "target-port-undeclared" -> "sends to a port number that nothing declares";
      case "target-port-unresolved" -> "sends to a port name that its Pods lack";
      default -> throw new IllegalArgumentException("no headline for " + check);
    };
  }
}
