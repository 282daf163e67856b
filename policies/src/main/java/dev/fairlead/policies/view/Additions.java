package dev.fairlead.policies.view;

import dev.fairlead.policies.model.Injector;
import dev.fairlead.policies.model.OtherObject;
import dev.fairlead.policies.model.Workload;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// What others do to the workloads of a namespace, and which part of that could not be read.
///
/// @param marks what the Namespace says of containers to be added
/// @param injecting what adds containers by label
/// @param scaled whose number of Pods something else decides
/// @param withoutRevisions the kinds whose earlier templates could not be read
record Additions(
    Injector.Marks marks,
    List<OtherObject.Pods.Injects> injecting,
    List<OtherObject.Pods.Scales> scaled,
    Set<String> withoutRevisions) {
  Additions {
    injecting = List.copyOf(injecting);
    scaled = List.copyOf(scaled);
    withoutRevisions = Set.copyOf(withoutRevisions);
  }

  /// Who is asked to add containers to the Pods of a workload.
  Set<Injector> injectors(Workload workload) {
    var own = workload.injection();
    if (own.wanted().isEmpty() && marks.wanted().isEmpty() && injecting.isEmpty()) {
      return Set.of();
    }
    var injectors = EnumSet.noneOf(Injector.class);
    injectors.addAll(marks.wanted());
    injectors.removeAll(own.refused());
    injectors.addAll(own.wanted());
    if (injecting.stream().anyMatch(set -> reaches(set, workload))) {
      injectors.add(Injector.OPENKRUISE);
    }
    return injectors;
  }

  private static boolean reaches(OtherObject.Pods.Injects set, Workload workload) {
    return workload.labels().entrySet().containsAll(set.labels().entrySet());
  }
}
