package dev.fairlead.webhook.settle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.policies.fixtures.Manifests;
import dev.fairlead.policies.judge.Level;
import dev.fairlead.policies.judge.Settlement;
import dev.fairlead.webhook.cluster.ManifestCluster;
import dev.fairlead.webhook.settle.NamespaceJudge.JudgedService;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What one look at a namespace says of its Services.
class NamespaceJudgeTest {
  private static final SettledServices SERVICES =
      new SettledServices(Level.GUARD, Set.of(), Set.of(), Set.of());

  private final ManifestCluster cluster =
      new ManifestCluster(InstantSource.fixed(Instant.parse("2026-11-26T12:00:00Z")));

  @Test
  void everyServiceIsSettled() {
    put(Views.service("shop", "nobody"), Views.service("other", "web"), Views.deployment("web"));

    var settled = settled(100_000);

    assertThat(settled.get("shop")).isInstanceOf(Settlement.Unwired.class);
    assertThat(settled.get("other")).isInstanceOf(Settlement.Wired.class);
  }

  /// A namespace that takes for ever keeps the others waiting no longer than that.
  @Test
  void whatIsCutShortIsNotKnown() {
    put(Views.service("shop", "nobody"), Views.service("other", "web"), Views.deployment("web"));

    for (var looks = 1; looks < 200; looks++) {
      var settled = settled(looks);

      assertThat(settled).hasSize(2);
      assertThat(settled.get("shop"))
          .isInstanceOfAny(Settlement.Unwired.class, Settlement.CannotTell.class);
      assertThat(settled.get("other"))
          .isInstanceOfAny(Settlement.Wired.class, Settlement.CannotTell.class);
    }
    assertThat(settled(1).values())
        .allSatisfy(
            settlement ->
                assertThat(settlement)
                    .isInstanceOfSatisfying(
                        Settlement.CannotTell.class,
                        cut -> assertThat(cut.message()).contains("takes too long")));
  }

  private Map<String, Settlement> settled(long looks) {
    return new NamespaceJudge(cluster, SERVICES, looks)
        .judge("default", Map.of(), Optional.empty()).services().stream()
            .collect(
                Collectors.toMap(
                    judged -> judged.service().ref().name(), JudgedService::settlement));
  }

  private void put(String... yaml) {
    Manifests.objects(String.join("", yaml)).forEach(cluster::put);
  }
}
