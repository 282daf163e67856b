package dev.fairlead.webhook.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.policies.corpus.CorpusFolder;
import dev.fairlead.policies.corpus.Expectation;
import dev.fairlead.policies.corpus.Mutant;
import dev.fairlead.policies.corpus.Tally;
import dev.fairlead.webhook.review.CorpusCluster.Reply;
import dev.fairlead.webhook.review.CorpusCluster.Watch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Changes made on purpose to bundles of the corpus, through the reviewer at guard: when each
/// mistake is caught, and by whom.
class CorpusMutantAdmissionTest {
  /// What is there when the changed bundle is sent.
  enum Release {
    FIRST_INSTALL("first install"),
    /// The bundle as it was before the change.
    UPGRADE("upgrade");

    private final String title;

    Release(String title) {
      this.title = title;
    }

    CorpusCluster cluster(Mutant mutant) {
      var cluster = new CorpusCluster(Watch.OWN_KINDS);
      switch (this) {
        case FIRST_INSTALL -> {}
        case UPGRADE -> cluster.put(mutant.base().trees());
      }
      return cluster;
    }

    @Override
    public String toString() {
      return title;
    }
  }

  /// When a mistake is caught, the earliest and hardest first.
  enum Catch {
    DENIED_IN_DRY_RUN("denied in the dry run"),
    DENIED_AT_SERVICE("denied at the Service"),
    DENIED_AT_WORKLOAD("denied at the workload"),
    WARNED("warned"),
    /// The client was warned too, but the other half might have been on its way.
    SETTLES("warned, left to settle"),
    /// Admission said nothing.
    SETTLES_SILENTLY("left to settle"),
    MISSED("missed");

    private final String title;

    Catch(String title) {
      this.title = title;
    }

    static Catch of(List<Reply> replies, CorpusCluster cluster, List<Expectation> expected) {
      return Arrays.stream(values())
          .filter(c -> expected.stream().anyMatch(mistake -> c.holds(replies, cluster, mistake)))
          .findFirst()
          .orElse(MISSED);
    }

    private boolean holds(List<Reply> replies, CorpusCluster cluster, Expectation mistake) {
      var check = mistake.rule().check();
      var object = mistake.object();
      var told =
          replies.stream().filter(r -> r.object().namespace().equals(mistake.namespace())).toList();
      return switch (this) {
        case DENIED_IN_DRY_RUN ->
            told.stream().anyMatch(r -> r.dryRun() && r.denies(check, object));
        case DENIED_AT_SERVICE ->
            told.stream()
                .anyMatch(r -> r.object().kind().equals("Service") && r.denies(check, object));
        case DENIED_AT_WORKLOAD -> told.stream().anyMatch(r -> r.denies(check, object));
        case WARNED -> told.stream().anyMatch(r -> r.warns(check, object) && !r.settles(check));
        case SETTLES ->
            stands(cluster, mistake) && told.stream().anyMatch(r -> r.warns(check, object));
        case SETTLES_SILENTLY -> stands(cluster, mistake);
        case MISSED -> true;
      };
    }

    /// What the second judgement finds once everything has been sent.
    private static boolean stands(CorpusCluster cluster, Expectation mistake) {
      return cluster.findings().stream()
          .anyMatch(
              finding ->
                  finding.check().id().equals(mistake.rule().check())
                      && mistake.isAbout(finding.object()));
    }

    @Override
    public String toString() {
      return title;
    }
  }

  /// What a benign change may be refused for as an upgrade: a port that is renamed on both sides
  /// cuts the running Pods off until they are replaced.
  private static final Map<Release, List<String>> CUTS =
      Map.of(Release.FIRST_INSTALL, List.of(), Release.UPGRADE, List.of("rename_both"));

  /// Of two hundred mistakes.
  private static final int MOST_MISSED = 3;

  private static List<Mutant> mutants = List.of();

  @BeforeAll
  static void findTheCorpus() {
    mutants = CorpusFolder.orSkip().mutants();
  }

  @ParameterizedTest
  @EnumSource
  void mistakesAreCaughtAtSomeMoment(Release release) {
    var clients = new LinkedHashMap<String, List<String>>();
    var missed = new TreeSet<String>();
    for (var client : CorpusClient.Known.values()) {
      var table = caught(release, client, missed);
      assertThat(table.sum()).isGreaterThanOrEqualTo(200);
      clients.computeIfAbsent(table.toString(), _ -> new ArrayList<>()).add(client.toString());
    }
    clients.forEach(
        (table, names) ->
            System.out.printf("### %s, %s%n%s%n", release, String.join(", ", names), table));
    missed.forEach(mutant -> System.out.println("missed: " + mutant));
    System.out.println();
    assertThat(missed).hasSizeLessThanOrEqualTo(MOST_MISSED);
  }

  private static Tally caught(Release release, CorpusClient client, Set<String> missed) {
    var columns = Arrays.stream(Catch.values()).map(Catch::toString).toArray(String[]::new);
    var table = new Tally("operator", columns);
    for (var mutant : mutants) {
      if (mutant.benign()) {
        continue;
      }
      var cluster = release.cluster(mutant);
      var replies = cluster.send(mutant.changed().trees(), client);
      var caught = Catch.of(replies, cluster, mutant.expected());
      table.count(mutant.operator(), caught.toString());
      if (caught == Catch.MISSED) {
        missed.add(mutant.toString());
      }
    }
    return table;
  }

  @ParameterizedTest
  @EnumSource
  void benignChangesAreAdmitted(Release release) {
    for (var client : CorpusClient.Known.values()) {
      for (var mutant : mutants) {
        if (mutant.benign() && !CUTS.getOrDefault(release, List.of()).contains(mutant.operator())) {
          var replies = release.cluster(mutant).send(mutant.changed().trees(), client);
          assertThat(replies)
              .as("%s, %s, %s", client, release, mutant)
              .allMatch(reply -> reply.decision().allowed());
        }
      }
    }
  }
}
