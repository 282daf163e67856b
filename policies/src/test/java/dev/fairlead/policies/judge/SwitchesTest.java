package dev.fairlead.policies.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.policies.fixtures.Manifests;
import dev.fairlead.policies.model.KubernetesObject;
import dev.fairlead.policies.model.Metadata;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What may stand in our labels and annotations, and what is said of the rest.
class SwitchesTest {
  private static Metadata metadata(String kind, String annotations) {
    return Manifests.object(
            "{apiVersion: v1, kind: %s, metadata: {name: shop, annotations: {%s}}}"
                .formatted(kind, annotations),
            KubernetesObject.class)
        .metadata();
  }

  private static List<String> messages(List<Switches.Wrong> wrong) {
    return wrong.stream().map(Switches.Wrong::message).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          fairlead.dev/level                          | strict
          fairlead.dev/level                          | off
          fairlead.dev/named-ports                    | enabled
          check.fairlead.dev/selector-unmatched       | deny
          check.fairlead.dev/readiness-probe-missing  | off
          fairlead.dev/window                         | 90s
          fairlead.dev/window                         | 2h
          example.com/level                           | loud
          """)
  void whatIsAllowedOnANamespaceIsNotTalkedAbout(String key, String value) {
    assertThat(Switches.wrongOnNamespace(metadata("Namespace", key + ": \"" + value + "\"")))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          fairlead.dev/level                       | loud       | must be one of strict, guard, warn, off
          fairlead.dev/awaits                      | Pod/shop   | must stand on the object that it is about, means nothing on a Namespace
          fairlead.dev/window                      | 90         | must be a time of at most a day, such as 90s, 5m or 2h
          fairlead.dev/window                      | 25h        | must be a time of at most a day, such as 90s, 5m or 2h
          allow.fairlead.dev/selector-unmatched    | it is fine | must stand on the object that it is about, means nothing on a Namespace
          check.fairlead.dev/selector-unmatched    | maybe      | must be one of deny, warn, off
          check.fairlead.dev/selector-unmatchd     | deny       | the key must end in the id of a check, such as selector-unmatched, service-reference-missing, service-reference-port
          """)
  void whatMeansNothingOnANamespaceIsNamedWithWhatIsAllowed(String key, String value, String must) {
    var wrong = Switches.wrongOnNamespace(metadata("Namespace", key + ": \"" + value + "\""));

    assertThat(messages(wrong))
        .containsExactly(
            "Namespace/shop %s: Invalid value: \"%s\": %s".formatted(key, value, must));
    assertThat(wrong.getFirst().key()).isEqualTo(key);
    assertThat(wrong.getFirst().value()).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          fairlead.dev/awaits                    | Deployment/backend
          fairlead.dev/awaits                    | Rollout/b.0-c
          fairlead.dev/named-ports               | disabled
          allow.fairlead.dev/selector-unmatched  | it comes later
          example.com/awaits                     | nothing
          """)
  void whatIsAllowedOnAnObjectIsNotTalkedAbout(String key, String value) {
    assertThat(Switches.wrongOnObject(metadata("Service", key + ": \"" + value + "\""))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          fairlead.dev/level                     | strict  | must stand on the Namespace, means nothing here
          check.fairlead.dev/selector-unmatched  | off     | must stand on the Namespace, means nothing here
          fairlead.dev/awaits                    | backend | must name a workload as Kind/name, such as Deployment/backend
          allow.fairlead.dev/selector-unmatched  | ' '     | must give the reason, or nothing is let through
          allow.fairlead.dev/readiness           | yes     | the key must end in the id of a check, such as readiness-probe-missing, ambiguous-port-name, backend-is-job
          """)
  void whatMeansNothingOnAnObjectIsNamedWithWhatIsAllowed(String key, String value, String must) {
    assertThat(messages(Switches.wrongOnObject(metadata("Service", key + ": \"" + value + "\""))))
        .containsExactly("Service/shop %s: Invalid value: \"%s\": %s".formatted(key, value, must));
  }

  @Test
  void severalAreNamedByTheirKeys() {
    var both = "fairlead.dev/level: loud, check.fairlead.dev/selector-unmatched: maybe";

    assertThat(Switches.wrongOnNamespace(metadata("Namespace", both)))
        .extracting(Switches.Wrong::key)
        .containsExactly("check.fairlead.dev/selector-unmatched", "fairlead.dev/level");
  }
}
