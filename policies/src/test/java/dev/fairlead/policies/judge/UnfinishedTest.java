package dev.fairlead.policies.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.policies.fixtures.Manifests;
import dev.fairlead.policies.model.KubernetesObject;
import dev.fairlead.policies.view.ClusterView;
import dev.fairlead.policies.view.Patience;
import dev.fairlead.policies.view.Scope;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What becomes of changes that are more work than anybody's honest one.
class UnfinishedTest {
  private static final long MANY_LOOKS = 1_000_000;

  private static final String DEPLOYMENT =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: { name: shop-web }
      spec:
        template:
          metadata: { labels: { app: shop } }
          spec:
            containers: [{ name: web, image: web, ports: [{ name: http, containerPort: 8080 }] }]
      """;

  @Test
  void findingsBeyondTheMostAreNotJudgedAndThatIsSaid() {
    var verdict = judge(service(Judge.MOST_FINDINGS + 1), view(Patience.endless()));
    assertThat(verdict.extent()).isEqualTo(Extent.TOO_MANY_FINDINGS);
    assertThat(verdict.judgements()).hasSize(Judge.MOST_FINDINGS);
  }

  @Test
  void asManyAsTheMostAreAllJudged() {
    var verdict = judge(service(Judge.MOST_FINDINGS), view(Patience.endless()));
    assertThat(verdict.extent()).isEqualTo(Extent.WHOLE);
    assertThat(verdict.judgements()).hasSize(Judge.MOST_FINDINGS);
  }

  @Test
  void whatTakesTooManyLooksIsNotDenied() {
    assertThat(judge(service(1), view(Patience.endless())).denied()).isTrue();

    var verdict = judge(service(1), view(Patience.of(10, () -> false)));

    assertThat(verdict.extent()).isEqualTo(Extent.TOO_LONG);
    assertThat(verdict.denied()).isFalse();
  }

  @Test
  void whatOutlastsItsTimeIsNotDenied() {
    var verdict = judge(service(100), view(Patience.of(MANY_LOOKS, () -> true)));

    assertThat(verdict.extent()).isEqualTo(Extent.TOO_LONG);
    assertThat(verdict.denied()).isFalse();
  }

  /// However early or late the end comes, no finding is made up by what was not looked at.
  @Test
  void whereverLookingEndsNothingIsFoundThatIsNotThere() {
    var wired = service("http", 20);
    for (var looks = 1; looks < 2000; looks += 7) {
      var verdict = judge(wired, view(Patience.of(looks, () -> false)));
      assertThat(verdict.denied()).as("after %d looks", looks).isFalse();
    }
  }

  @Test
  void whereverLookingEndsACutIsNotMadeUp() {
    var numbers = service("8080", 20);
    var moved = service("9090", 20);
    for (var looks = 1; looks < 4000; looks += 7) {
      var now = view(Patience.of(looks, () -> false));
      var verdict =
          Judge.judge(Change.update(numbers, moved), now, Circumstances.byPerson(Level.GUARD));
      assertThat(verdict.cutShort() || verdict.denied()).as("after %d looks", looks).isTrue();
    }
  }

  @Test
  void aUsualChangeTakesFewLooks() {
    var verdict = judge(service(1), view(Patience.of(2000, () -> false)));
    assertThat(verdict.extent()).isEqualTo(Extent.WHOLE);
    assertThat(verdict.denied()).isTrue();
  }

  private static Verdict judge(KubernetesObject service, ClusterView now) {
    return Judge.judge(Change.create(service), now, Circumstances.byPerson(Level.GUARD));
  }

  private static ClusterView view(Patience patience) {
    return Manifests.view(Scope.CLUSTER, DEPLOYMENT).lookedAtWith(patience);
  }

  private static KubernetesObject service(int ports) {
    return service("htpp", ports);
  }

  private static KubernetesObject service(String target, int ports) {
    return Manifests.objects(
            """
            apiVersion: v1
            kind: Service
            metadata: { name: shop }
            spec:
              selector: { app: shop }
              ports: [%s]
            """
                .formatted(
                    IntStream.range(0, ports)
                        .mapToObj(
                            i ->
                                "{ name: p-%d, port: %d, targetPort: %s }"
                                    .formatted(i, i + 1, target))
                        .collect(Collectors.joining(", "))))
        .getFirst();
  }
}
