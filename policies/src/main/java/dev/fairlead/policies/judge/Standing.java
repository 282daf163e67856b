package dev.fairlead.policies.judge;

import dev.fairlead.policies.checks.Checks;
import dev.fairlead.policies.checks.Finding;
import dev.fairlead.policies.checks.Finding.Mistake;
import dev.fairlead.policies.model.KubernetesObject;
import dev.fairlead.policies.model.NamespaceSwitches;
import dev.fairlead.policies.model.OtherObject;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.model.Workload;
import dev.fairlead.policies.view.ClusterView;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.stream.Stream;

/// The findings at objects before a change. They are looked for once for each object.
final class Standing {
  private final ClusterView before;
  private final IdentityHashMap<KubernetesObject, Set<Mistake>> known = new IdentityHashMap<>();

  Standing(ClusterView before) {
    this.before = before;
  }

  /// True where the object had the same mistake.
  boolean has(KubernetesObject object, Finding finding) {
    return of(object).contains(finding.mistake());
  }

  /// True where the object had a mistake of the same check.
  boolean hasOneOf(KubernetesObject object, String check) {
    return of(object).stream().anyMatch(mistake -> mistake.check().equals(check));
  }

  private Set<Mistake> of(KubernetesObject object) {
    var mistakes = known.get(object);
    if (mistakes == null) {
      mistakes = new HashSet<>();
      findings(object).map(Finding::mistake).forEach(mistakes::add);
      known.put(object, mistakes);
    }
    return mistakes;
  }

  private Stream<Finding> findings(KubernetesObject object) {
    return switch (object) {
      case ServiceWiring service -> Checks.of(service, before);
      case Workload workload -> Checks.of(workload, before);
      case NamespaceSwitches _, OtherObject _ -> Stream.empty();
    };
  }
}
