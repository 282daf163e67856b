package dev.fairlead.policies.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.policies.fixes.FixSwitches;
import dev.fairlead.policies.fixes.Fixes;
import dev.fairlead.policies.fixes.Note;
import dev.fairlead.policies.fixes.Patch;
import dev.fairlead.policies.fixes.Proposal;
import dev.fairlead.policies.fixtures.Manifests;
import dev.fairlead.policies.judge.NewFindings;
import dev.fairlead.policies.model.Workload;
import dev.fairlead.policies.view.ClusterView;
import dev.fairlead.policies.view.Scope;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Every workload of the corpus, fixed: nothing new is wrong with it, and nothing is left to fix.
class CorpusFixesTest {
  /// A workload with the bundle it stands in, and what the fixes do to it.
  private record Fixed(
      CorpusBundle bundle, Map<String, ?> tree, ClusterView view, Proposal proposal) {
    Map<String, ?> patched() {
      return Patch.applied(tree, proposal.operations());
    }

    @Override
    public String toString() {
      return bundle.name() + " " + Manifests.reading(tree).ref();
    }
  }

  private static List<Fixed> fixed = List.of();

  @BeforeAll
  static void fixEveryBundle() {
    fixed = CorpusFolder.orSkip().bundles().stream().flatMap(CorpusFixesTest::fixed).toList();
    print();
  }

  private static Stream<Fixed> fixed(CorpusBundle bundle) {
    var view = Manifests.view(Scope.FILES, bundle.objects());
    return bundle.trees().stream()
        .filter(tree -> read(tree) instanceof Workload)
        .map(tree -> new Fixed(bundle, tree, view, proposal(tree, view)));
  }

  private static Object read(Map<String, ?> tree) {
    return Manifests.reading(tree).object().orElseThrow();
  }

  private static Proposal proposal(Map<String, ?> tree, ClusterView view) {
    return Fixes.proposal(tree, Manifests.reading(tree), view, FixSwitches.ALL);
  }

  private static void print() {
    var table = new Tally("fix", "changed", "left_alone");
    fixed.stream()
        .flatMap(one -> one.proposal().notes().stream())
        .forEach(note -> table.count(note.fix(), note.effect().name().toLowerCase(Locale.ROOT)));
    System.out.printf("corpus: what the fixes do to %d workloads%n%s%n", fixed.size(), table);
  }

  @Test
  void bothFixesFindSomethingToDo() {
    assertThat(fixed.stream().flatMap(one -> one.proposal().notes().stream()))
        .filteredOn(note -> note.effect() == Note.Effect.CHANGED)
        .extracting(Note::fix)
        .contains("default-probes", "named-ports");
  }

  @Test
  void nothingNewIsWrong() {
    assertThat(fixed)
        .allSatisfy(
            one ->
                assertThat(
                        NewFindings.of(
                            (Workload) read(one.tree()),
                            (Workload) read(one.patched()),
                            one.view()))
                    .isEmpty());
  }

  @Test
  void nothingIsLeftToFix() {
    assertThat(fixed)
        .allSatisfy(one -> assertThat(proposal(one.patched(), one.view()).operations()).isEmpty());
  }
}
