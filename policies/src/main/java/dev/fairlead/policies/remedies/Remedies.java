package dev.fairlead.policies.remedies;

import dev.fairlead.policies.checks.CheckKind;
import dev.fairlead.policies.checks.Checks;
import dev.fairlead.policies.checks.Finding;
import dev.fairlead.policies.checks.Severity;
import dev.fairlead.policies.fixes.Patch;
import dev.fairlead.policies.model.KubernetesObject;
import dev.fairlead.policies.model.ObjectReader;
import dev.fairlead.policies.model.ObjectRef;
import dev.fairlead.policies.view.ClusterView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Every remedy that Fairlead has, tried on the findings of a view.
///
/// A remedy counts only if its finding is gone afterwards and no new one has come. New advice is
/// allowed, as long as it is not about the changed object: wiring that works again may bring some.
public final class Remedies {
  private final ObjectReader reader;
  private final String defaultNamespace;

  /// @param defaultNamespace the namespace of an object that names none
  public Remedies(ObjectReader reader, String defaultNamespace) {
    this.reader = reader;
    this.defaultNamespace = defaultNamespace;
  }

  /// The remedies in the order in which they have to be made, each on what the others have left.
  ///
  /// @param trees the objects that may be changed
  /// @param wanted which findings are to be mended
  public List<Remedy> of(
      ClusterView view, Map<ObjectRef, Map<String, ?>> trees, Predicate<Finding> wanted) {
    var remedies = new ArrayList<Remedy>();
    var now = new Now(view, Checks.findings(view), new HashMap<>(trees));
    for (var finding : now.findings) {
      var next = now.mended(finding, wanted);
      if (next.isPresent()) {
        remedies.add(next.get().remedy);
        now = next.get().now;
      }
    }
    return remedies;
  }

  private record Step(Remedy remedy, Now now) {}

  /// The objects, and what is found in them, once some remedies are made.
  private final class Now {
    private final ClusterView view;
    private final List<Finding> findings;
    private final Map<ObjectRef, Map<String, ?>> trees;

    Now(ClusterView view, List<Finding> findings, Map<ObjectRef, Map<String, ?>> trees) {
      this.view = view;
      this.findings = findings;
      this.trees = trees;
    }

    Optional<Step> mended(Finding finding, Predicate<Finding> wanted) {
      var tree = trees.get(finding.object());
      if (tree == null || !wanted.test(finding) || findings.stream().noneMatch(finding::equals)) {
        return Optional.empty();
      }
      return candidate(finding, tree).flatMap(remedy -> made(remedy, tree));
    }

    private Optional<Remedy> candidate(Finding finding, Map<String, ?> tree) {
      return switch (finding.check().id()) {
        case "selector-unmatched" -> MistypedSelector.remedy(finding, tree, view);
        case "target-port-mismatch", "target-port-unresolved" ->
            MistypedTargetPort.remedy(finding, view);
        case "cross-namespace-short-name" -> ShortName.remedy(finding, tree);
        default -> Optional.empty();
      };
    }

    private Optional<Step> made(Remedy remedy, Map<String, ?> tree) {
      var patched = Patch.applied(tree, List.of(remedy.operation()));
      var reading = reader.read(patched, defaultNamespace);
      if (!reading.malformed().isEmpty()) {
        return Optional.empty();
      }
      return reading.object().flatMap(object -> made(remedy, object, patched));
    }

    private Optional<Step> made(Remedy remedy, KubernetesObject object, Map<String, ?> patched) {
      var viewAfter = view.with(object);
      var after = Checks.findings(viewAfter);
      var gone = after.stream().noneMatch(remedy.finding()::sameMistake);
      if (!gone || after.stream().anyMatch(finding -> isWorse(finding, object))) {
        return Optional.empty();
      }
      var treesAfter = new HashMap<>(trees);
      treesAfter.put(object.ref(), patched);
      return Optional.of(new Step(remedy, new Now(viewAfter, after, treesAfter)));
    }

    /// True for what was not found before, or not as loudly.
    private boolean isWorse(Finding after, KubernetesObject changed) {
      if (after.severity() == Severity.INFO
          || findings.stream()
              .anyMatch(
                  before ->
                      before.sameMistake(after)
                          && before.severity().compareTo(after.severity()) <= 0)) {
        return false;
      }
      return after.check().kind() != CheckKind.ADVICE || after.object().sameObject(changed.ref());
    }
  }
}
