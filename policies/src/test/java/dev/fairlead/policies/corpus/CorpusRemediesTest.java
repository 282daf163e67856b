package dev.fairlead.policies.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.policies.checks.Checks;
import dev.fairlead.policies.checks.Finding;
import dev.fairlead.policies.checks.Severity;
import dev.fairlead.policies.fixes.Patch;
import dev.fairlead.policies.fixtures.Manifests;
import dev.fairlead.policies.model.ObjectReader;
import dev.fairlead.policies.model.ObjectRef;
import dev.fairlead.policies.model.PodMakers;
import dev.fairlead.policies.remedies.Remedies;
import dev.fairlead.policies.remedies.Remedy;
import dev.fairlead.policies.view.Scope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What the remedies do to what people published, and to the mistakes that were put into it.
final class CorpusRemediesTest {
  private static final Remedies REMEDIES =
      new Remedies(new ObjectReader(PodMakers.COMMON), Manifests.DEFAULT_NAMESPACE);

  @SuppressWarnings("NullAway.Init") // set before every test
  private static CorpusFolder corpus;

  @BeforeAll
  static void findTheCorpus() {
    corpus = CorpusFolder.orSkip();
  }

  private static Map<ObjectRef, Map<String, ?>> trees(CorpusBundle bundle) {
    var trees = new LinkedHashMap<ObjectRef, Map<String, ?>>();
    bundle.trees().forEach(tree -> trees.put(Manifests.reading(tree).ref(), tree));
    return trees;
  }

  private static List<Remedy> remedies(CorpusBundle bundle) {
    return REMEDIES.of(Manifests.view(Scope.FILES, bundle.objects()), trees(bundle), _ -> true);
  }

  private static CorpusBundle mended(CorpusBundle bundle, List<Remedy> remedies) {
    var trees = new ArrayList<>(bundle.trees());
    for (var remedy : remedies) {
      trees.replaceAll(
          tree ->
              Manifests.reading(tree).ref().equals(remedy.finding().object())
                  ? Patch.applied(tree, List.of(remedy.operation()))
                  : tree);
    }
    return new CorpusBundle(bundle.name(), trees);
  }

  private static List<Finding> errors(CorpusBundle bundle) {
    return Checks.findings(Manifests.view(Scope.FILES, bundle.objects())).stream()
        .filter(finding -> finding.severity() == Severity.ERROR)
        .toList();
  }

  @Test
  void seededMistakesAreMendedOrLeftAlone() {
    var table = new Tally("operator", "as it was", "on the other side", "left");
    for (var mutant : corpus.mutants()) {
      if (mutant.benign()) {
        continue;
      }
      var remedies = remedies(mutant.changed());
      var mended = mended(mutant.changed(), remedies);
      var before = errors(mutant.changed());
      assertThat(errors(mended))
          .as("%s", mutant)
          .hasSize(before.size() - remedies.size())
          .allMatch(after -> before.stream().anyMatch(after::sameMistake));
      assertThat(remedies(mended)).as("%s", mutant).isEmpty();
      table.count(mutant.operator(), outcome(mutant, remedies, mended));
    }
    System.out.printf("corpus: %d seeded mistakes, as remedies mend them%n%s", table.sum(), table);
    assertThat(table.of("selector_value", "as it was")).isGreaterThanOrEqualTo(19);
    assertThat(table.of("selector_key", "as it was")).isGreaterThanOrEqualTo(16);
    assertThat(table.of("targetport_name", "as it was")).isGreaterThanOrEqualTo(18);
    assertThat(table.of("targetport_number", "as it was")).isGreaterThanOrEqualTo(10);
  }

  /// What was mistyped on the workload's side is mended on the Service's, where it was found.
  private static String outcome(Mutant mutant, List<Remedy> remedies, CorpusBundle mended) {
    if (remedies.isEmpty()) {
      return "left";
    }
    return mended.trees().equals(mutant.base().trees()) ? "as it was" : "on the other side";
  }

  @Test
  void benignChangesAreLeftAlone() {
    assertThat(corpus.mutants())
        .filteredOn(Mutant::benign)
        .hasSizeGreaterThanOrEqualTo(48)
        .allSatisfy(mutant -> assertThat(remedies(mutant.changed())).as("%s", mutant).isEmpty());
  }

  /// It is a mistake, as a person who looked at it says too.
  @Test
  void whatPeoplePublishedIsLeftAloneButForTheirMistakes() {
    var changed =
        corpus.bundles().stream()
            .flatMap(bundle -> remedies(bundle).stream().map(r -> bundle + ": " + described(r)))
            .toList();
    System.out.printf("remedies in published bundles:%n%s%n", String.join("\n", changed));
    assertThat(changed)
        .containsExactly(
            "kubernetes__examples/archived__volumes__flocker.yaml: Service/flocker-ghost"
                + " spec.ports[0].targetPort: 80 to 2368");
  }

  private static String described(Remedy remedy) {
    return "%s %s: %s to %s"
        .formatted(
            remedy.finding().object(), remedy.operation().path(), remedy.from(), remedy.to());
  }
}
