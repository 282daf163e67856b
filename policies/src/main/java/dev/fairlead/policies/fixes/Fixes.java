package dev.fairlead.policies.fixes;

import dev.fairlead.policies.model.FieldPath;
import dev.fairlead.policies.model.KubernetesObject;
import dev.fairlead.policies.model.Metadata.Trait;
import dev.fairlead.policies.model.ObjectRef;
import dev.fairlead.policies.model.Reading;
import dev.fairlead.policies.model.Workload;
import dev.fairlead.policies.view.ClusterView;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Every fix that Fairlead has, by id, and what they propose together.
public final class Fixes {
  static final List<Fix> ALL = List.of(new DefaultProbes(), new NamedPorts());

  /// The kinds whose Pods stay, and whose template nobody else writes: not ReplicaSets, whose owner
  /// would make them anew, and no custom kinds, whose lists appliers replace whole.
  private static final Set<String> KINDS =
      Set.of(
          "/Pod",
          "/ReplicationController",
          "apps/DaemonSet",
          "apps/Deployment",
          "apps/StatefulSet",
          "extensions/DaemonSet",
          "extensions/Deployment");

  private Fixes() {}

  /// The ids, by which labels name the fixes.
  public static List<String> ids() {
    return ALL.stream().map(Fix::id).toList();
  }

  /// Whether fixes have to do with an object, whatever its Namespace wants.
  public static boolean concern(Reading reading) {
    return ALL.stream().anyMatch(fix -> wants(reading, fix, FixSwitches.ALL));
  }

  /// What the fixes would do to an object as it is to be stored.
  ///
  /// @param tree the object
  /// @param reading the same, reduced
  /// @param view what exists beside it: its Services tell which ports get traffic
  public static Proposal proposal(
      Map<String, ?> tree, Reading reading, ClusterView view, FixSwitches switches) {
    var wanted = ALL.stream().filter(fix -> wants(reading, fix, switches)).toList();
    if (wanted.isEmpty()) {
      return Proposal.NONE;
    }
    if (!reading.malformed().isEmpty()) {
      var wrong = reading.malformed().getFirst();
      var why = "nothing is set in an object with a mistake: " + wrong.detail();
      return leftAlone(reading.ref(), wrong.field(), why, wanted);
    }
    return reading
        .object()
        .filter(Workload.class::isInstance)
        .map(Workload.class::cast)
        .map(
            workload ->
                proposal(
                    new Subject(tree, workload, view.selecting(workload), view.patience()),
                    wanted,
                    switches))
        .orElse(Proposal.NONE);
  }

  private static boolean isFixed(ObjectRef ref) {
    return KINDS.contains(ref.group() + "/" + ref.kind());
  }

  private static boolean wants(Reading reading, Fix fix, FixSwitches switches) {
    return isFixed(reading.ref())
        && reading
            .object()
            .map(KubernetesObject::metadata)
            .map(
                metadata ->
                    switches.want(fix, metadata)
                        && metadata.controller().isEmpty()
                        && !metadata.is(Trait.HELM_HOOK)
                        && !metadata.is(Trait.DELETING))
            .orElse(switches.enabled().contains(fix.id()));
  }

  private static Proposal leftAlone(
      ObjectRef object, FieldPath field, String why, List<Fix> wanted) {
    return new Proposal(
        List.of(),
        wanted.stream()
            .map(fix -> new Note(Note.Effect.LEFT_ALONE, fix.id(), object, field, why))
            .toList());
  }

  private static Proposal proposal(Subject subject, List<Fix> wanted, FixSwitches switches) {
    var workload = subject.workload();
    if (workload.containers().isEmpty()) {
      var field = workload.template().field("spec").field("containers");
      return leftAlone(workload.ref(), field, "nothing is set where there is no container", wanted);
    }
    return wanted.stream()
        .map(fix -> fix.proposal(subject, switches))
        .reduce(Proposal.NONE, Proposal::and);
  }
}
