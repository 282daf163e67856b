package dev.fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// For how long Services have no wiring, by what is stored and when.
class GapTest {
  private static final Stored SERVICE = service("http");
  private static final Stored DEPLOYMENT = deployment("http");

  private final List<History.Moment> moments = new ArrayList<>();

  private static Stored service(String target) {
    return new Stored.OfService(Map.of("app", "shop"), Set.of(target), Optional.empty());
  }

  private static Stored deployment(String port) {
    return new Stored.OfDeployment(Map.of("app", "shop", "tier", "web"), Set.of(port), true);
  }

  private GapTest at(int millis, String id, Stored object) {
    return at(millis, id, Optional.of(object));
  }

  private GapTest gone(int millis, String id) {
    return at(millis, id, Optional.empty());
  }

  private GapTest at(int millis, String id, Optional<Stored> object) {
    moments.add(
        new History.Moment(moments.size(), Duration.ofMillis(millis).toNanos(), id, object));
    return this;
  }

  private void assertGap(int begun, int ended, int millis) {
    var gap =
        Gap.longest(
            moments, Duration.ofMillis(begun).toNanos(), Duration.ofMillis(ended).toNanos());
    assertThat(gap).isEqualTo(Duration.ofMillis(millis));
  }

  @Test
  void aServiceWaitsForTheDeploymentThatComesAfterIt() {
    at(10, "service", SERVICE).at(30, "deployment", DEPLOYMENT);

    assertGap(0, 100, 20);
  }

  @Test
  void aDeploymentThatComesFirstLeavesNoGap() {
    at(10, "deployment", DEPLOYMENT).at(30, "service", SERVICE);

    assertGap(0, 100, 0);
  }

  @Test
  void aPortThatIsRenamedOnBothSidesIsMissingInBetween() {
    at(10, "deployment", DEPLOYMENT)
        .at(20, "service", SERVICE)
        .at(50, "service", service("web"))
        .at(57, "deployment", deployment("web"));

    assertGap(40, 100, 7);
  }

  @Test
  void whatWasMissingBeforeCountsFromTheBeginningAndUntilTheEnd() {
    at(10, "service", SERVICE);

    assertGap(40, 100, 60);
  }

  @Test
  void aServiceThatComesBackWasMissing() {
    at(10, "deployment", DEPLOYMENT)
        .at(20, "service", SERVICE)
        .gone(50, "service")
        .at(80, "service", SERVICE);

    assertGap(40, 100, 30);
  }

  @Test
  void aServiceThatIsDeletedForGoodIsMissedByNobody() {
    at(10, "deployment", DEPLOYMENT)
        .at(20, "service", SERVICE)
        .gone(50, "deployment")
        .gone(55, "service");

    assertGap(40, 100, 5);
  }

  @Test
  void theServiceWithTheLongestGapCounts() {
    at(10, "one", SERVICE)
        .at(10, "other", service("metrics"))
        .at(20, "deployment", DEPLOYMENT)
        .at(90, "deployment", deployment("metrics"));

    assertGap(0, 100, 80);
  }
}
