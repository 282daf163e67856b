package dev.fairlead.policies.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.fairlead.policies.fixtures.Fixture;
import dev.fairlead.policies.fixtures.Fixtures;
import dev.fairlead.policies.fixtures.Manifests;
import dev.fairlead.policies.judge.Change;
import dev.fairlead.policies.judge.Circumstances;
import dev.fairlead.policies.judge.Judge;
import dev.fairlead.policies.judge.Judgement;
import dev.fairlead.policies.judge.Level;
import dev.fairlead.policies.model.KubernetesObject;
import dev.fairlead.policies.view.ClusterView;
import dev.fairlead.policies.view.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every fixture with anything, anywhere, replaced by anything: reading, checking and judging never
/// fail, and every message stays fit to be sent.
class MutatedObjectsTest {
  private static final int ROUNDS = 40;

  /// What may stand where something else is expected.
  private static final List<@Nullable Object> ANYTHING =
      Arrays.asList(
          null,
          "",
          "no-such-name",
          "with\nline\tand\u0007\u0085\u2028control",
          "\uD83D\uDEA2".repeat(200),
          "x".repeat(5000),
          "%s %n {0} ${x}",
          0,
          -1,
          Long.MAX_VALUE,
          1.5,
          Double.NaN,
          true,
          List.of(),
          Arrays.asList(null, null),
          List.of(List.of(Map.of())),
          Map.of(),
          Map.of("", ""),
          Map.of("name", Map.of("name", 7)));

  static List<Fixture> fixtures() {
    return Fixtures.ofChecks();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("fixtures")
  void nothingThrows(Fixture fixture) {
    var random = new Random(fixture.toString().hashCode());
    for (var round = 0; round < ROUNDS; round++) {
      var mutated = new ArrayList<Map<String, ?>>();
      for (var tree : Manifests.trees(fixture.yaml())) {
        mutated.add(mutatedObject(tree, random));
      }
      assertThatCode(() -> check(mutated)).as("%s", mutated).doesNotThrowAnyException();
    }
  }

  private static void check(List<Map<String, ?>> trees) {
    for (var scope : Scope.values()) {
      var objects = new ArrayList<KubernetesObject>();
      var builder = ClusterView.builder(scope);
      for (var tree : trees) {
        var reading = Manifests.reading(tree);
        reading
            .object()
            .ifPresentOrElse(objects::add, () -> builder.missing(reading.ref().namespace(), "one"));
      }
      objects.forEach(builder::add);
      var view = builder.build();
      assertThat(Checks.findings(view)).allSatisfy(finding -> assertFitToBeSent(finding.message()));
      for (var object : objects) {
        assertThat(judged(object, view))
            .allSatisfy(finding -> assertFitToBeSent(finding.message()));
      }
    }
  }

  private static List<Finding> judged(KubernetesObject object, ClusterView view) {
    var circumstances = Circumstances.byPerson(Level.STRICT);
    return Judge.judge(Change.create(object), view, circumstances).judgements().stream()
        .map(Judgement::finding)
        .toList();
  }

  private static void assertFitToBeSent(String message) {
    assertThat(message).hasSizeLessThanOrEqualTo(Finding.LONGEST_MESSAGE);
    assertThat(message.codePoints())
        .noneMatch(Character::isISOControl)
        .noneMatch(c -> c == '\u2028' || c == '\u2029')
        .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  /// The object with one or two places replaced, always a changed copy.
  private static Map<String, ?> mutatedObject(Map<String, ?> tree, Random random) {
    var copy = new LinkedHashMap<String, @Nullable Object>(tree);
    for (var times = 1 + random.nextInt(2); times > 0; times--) {
      var key = List.copyOf(copy.keySet()).get(random.nextInt(copy.size()));
      copy.put(key, mutated(copy.get(key), random));
    }
    return copy;
  }

  private static @Nullable Object mutated(@Nullable Object value, Random random) {
    if (random.nextInt(6) == 0) {
      return ANYTHING.get(random.nextInt(ANYTHING.size()));
    }
    return switch (value) {
      case Map<?, ?> map when !map.isEmpty() -> {
        var copy = new LinkedHashMap<@Nullable Object, @Nullable Object>(map);
        var key = new ArrayList<>(copy.keySet()).get(random.nextInt(copy.size()));
        copy.put(key, mutated(copy.get(key), random));
        yield copy;
      }
      case List<?> list when !list.isEmpty() -> {
        var copy = new ArrayList<@Nullable Object>(list);
        var at = random.nextInt(copy.size());
        copy.set(at, mutated(copy.get(at), random));
        yield copy;
      }
      case null, default -> ANYTHING.get(random.nextInt(ANYTHING.size()));
    };
  }
}
