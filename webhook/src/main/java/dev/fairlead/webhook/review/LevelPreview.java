package dev.fairlead.webhook.review;

import dev.fairlead.policies.checks.Certainty;
import dev.fairlead.policies.checks.CheckKind;
import dev.fairlead.policies.checks.Checks;
import dev.fairlead.policies.checks.Finding;
import dev.fairlead.policies.judge.CheckLevel;
import dev.fairlead.policies.judge.Overrides;
import dev.fairlead.policies.model.KubernetesObject;
import dev.fairlead.policies.model.NamespaceSwitches;
import dev.fairlead.policies.model.OtherObject;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.model.Workload;
import dev.fairlead.policies.view.ClusterView;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The findings for which objects of a namespace would be refused if they were created at its new
/// level.
final class LevelPreview {
  /// More than a namespace in good order holds, and looked at in well under a second.
  static final int MAX_OBJECTS = 3000;

  /// The API server waits for a Namespace no longer than for anything else.
  static final Duration MAX_TIME = Duration.ofSeconds(1);

  private final InstantSource clock;

  LevelPreview(InstantSource clock) {
    this.clock = clock;
  }

  /// One line a finding; first of all, where not every object was looked at, how many were.
  ///
  /// @param until when to stop
  List<String> lines(
      ClusterView view, Map<String, CheckLevel> checks, Overrides overrides, Instant until) {
    var objects =
        view.namespaces().stream()
            .flatMap(
                n -> Stream.<KubernetesObject>concat(n.services().stream(), n.workloads().stream()))
            .toList();
    var lines = new ArrayList<String>();
    var looked = 0;
    for (var object : objects) {
      if (looked == MAX_OBJECTS || !clock.instant().isBefore(until)) {
        lines.addFirst(
            "Fairlead looked at the first %d of %d objects only".formatted(looked, objects.size()));
        return lines;
      }
      looked++;
      findings(object, view)
          .filter(finding -> wouldDeny(finding, checks))
          .filter(finding -> overrides.reason(finding.check(), object.metadata()).isEmpty())
          .map(Finding::message)
          .forEach(lines::add);
    }
    return lines;
  }

  private static Stream<Finding> findings(KubernetesObject object, ClusterView view) {
    return switch (object) {
      case ServiceWiring service -> Checks.of(service, view);
      case Workload workload -> Checks.of(workload, view);
      case NamespaceSwitches _, OtherObject _ -> Stream.empty();
    };
  }

  private static boolean wouldDeny(Finding finding, Map<String, CheckLevel> checks) {
    return finding.certainty() == Certainty.PROVEN
        && finding.check().kind() != CheckKind.ADVICE
        && checks.getOrDefault(finding.check().id(), CheckLevel.DENY) == CheckLevel.DENY;
  }
}
