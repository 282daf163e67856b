package dev.fairlead.cli.check;

import dev.fairlead.cli.manifests.ManifestFile;
import dev.fairlead.policies.checks.Evidence;
import dev.fairlead.policies.checks.Finding;
import dev.fairlead.policies.model.FieldPath;
import dev.fairlead.policies.model.KubernetesObject;
import dev.fairlead.policies.model.ObjectRef;
import dev.fairlead.policies.model.Workload;
import java.util.Optional;

/// Which fields of both sides a finding is about, by what it rests on.
final class Sides {
  private static final FieldPath NAME = FieldPath.of("metadata", "name");
  private static final FieldPath SELECTOR = FieldPath.of("spec", "selector");

  private Sides() {}

  /// The field of the object itself: of a selector, the pair that differs.
  static FieldPath own(Finding finding) {
    return finding.evidence().stream()
        .filter(Evidence.Carries.class::isInstance)
        .findFirst()
        .map(evidence -> finding.field().key(((Evidence.Carries) evidence).key()))
        .orElse(finding.field());
  }

  /// What to write in place of the field of the object itself, where the other side suggests it:
  /// the label that its Pods carry, or the name or number that is near.
  ///
  /// @param isPair whether the object has a pair of that label, or only what it belongs below
  static Optional<String> remedy(Finding finding, boolean isPair) {
    return finding.evidence().stream()
        .filter(Evidence.Carries.class::isInstance)
        .map(Evidence.Carries.class::cast)
        .findFirst()
        .map(label -> label.key() + ": " + ManifestFile.scalar(label.value()))
        .map(pair -> isPair ? pair : pair + " below")
        .or(() -> nearest(finding));
  }

  /// Names are in double quotes in messages, and numbers are not.
  private static Optional<String> nearest(Finding finding) {
    return finding.field().segments().getLast() instanceof FieldPath.Segment.Field(var name)
            && !finding.field().equals(SELECTOR)
        ? finding.problem().seen().nearest().map(value -> name + ": " + value.replace("\"", ""))
        : Optional.empty();
  }

  /// The field of an object on the other side; its name where the finding tells no field.
  static FieldPath other(Finding finding, KubernetesObject object) {
    return object instanceof Workload workload
        ? finding.evidence().stream()
            .filter(evidence -> isAbout(evidence, workload.ref()))
            .flatMap(evidence -> field(evidence, workload).stream())
            .findFirst()
            .orElse(NAME)
        : NAME;
  }

  private static boolean isAbout(Evidence evidence, ObjectRef workload) {
    return evidence.workload().equals(workload);
  }

  private static Optional<FieldPath> field(Evidence evidence, Workload workload) {
    return switch (evidence) {
      case Evidence.Carries(_, var key, _) ->
          Optional.of(workload.template().field("metadata").field("labels").key(key));
      case Evidence.Declares(_, var name, var port) ->
          workload.containers().stream()
              .filter(container -> container.name().equals(name))
              .findFirst()
              .map(c -> c.path().field("ports").index(c.ports().indexOf(port)));
      default -> Optional.empty();
    };
  }
}
