package dev.fairlead.policies.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.policies.fixtures.Manifests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The API server's bounds of port numbers and names.
class PortRulesTest {
  @ParameterizedTest
  @ValueSource(strings = {"1", "65535", "a", "abcdefghijklmno", "a-1"})
  void within(String target) {
    assertThat(problems(target)).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "65536", "abcdefghijklmnop", "a--1", "A", "a_1"})
  void beyond(String target) {
    assertThat(problems(target)).isOne();
  }

  @Test
  void aNameHasALetterAndFifteenCharacters() {
    assertThat(PortRules.isName("abcdefghijklmno")).isTrue();
    assertThat(PortRules.isName("abcdefghijklmnop")).isFalse();
    assertThat(PortRules.isName("80")).isFalse();
    assertThat(PortRules.isNumber("80")).isTrue();
    assertThat(PortRules.isNumber("8a")).isFalse();
  }

  private static int problems(String target) {
    var service =
        "{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {ports: [{port: 80, targetPort: %s}]}}"
            .formatted(target);
    return Manifests.reading(Manifests.trees(service).getFirst()).malformed().size();
  }
}
