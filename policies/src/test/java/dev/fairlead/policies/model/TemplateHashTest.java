package dev.fairlead.policies.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.policies.fixtures.Manifests;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// When two templates are the same one.
class TemplateHashTest {
  private static final String TEMPLATE =
      "{metadata: {labels: {app: a, tier: b}}, spec: {containers: [{name: c, ports:"
          + " [{containerPort: 1}, {containerPort: 2}]}]}}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{spec: {containers: [{ports: [{containerPort: 1}, {containerPort: 2}], name: c}]},"
            + " metadata: {labels: {tier: b, app: a}}}",
        "{metadata: {creationTimestamp: null, labels: {app: a, tier: b, pod-template-hash: x}},"
            + " spec: {volumes: [{name: v}], containers: [{name: c, env: [], resources: {}, ports:"
            + " [{containerPort: 1}, {containerPort: 2}]}]}}"
      })
  void whateverTheOrderOfKeysAndWhatSaysNothing(String same) {
    assertThat(hash(same)).isEqualTo(hash(TEMPLATE));
  }

  @Test
  void whateverSaysSomethingTellsThemApart() {
    var templates =
        List.of(
            TEMPLATE,
            TEMPLATE.replace("app: a", "app: b"),
            TEMPLATE.replace("tier: b", "tier: a"),
            TEMPLATE.replace("app: a, tier: b", "app: b, tier: a"),
            TEMPLATE.replace("app: a, tier: b", "tier: b"),
            TEMPLATE.replace("tier: b", "teir: b"),
            TEMPLATE.replace("name: c", "name: d"),
            TEMPLATE.replace("{containerPort: 1}, {containerPort: 2}", "{containerPort: 1}"),
            TEMPLATE.replace(
                "{containerPort: 1}, {containerPort: 2}", "{containerPort: 2}, {containerPort: 1}"),
            TEMPLATE.replace("containerPort: 1}", "containerPort: 3}"));

    var hashes = new HashSet<Long>();
    templates.forEach(template -> hashes.add(hash(template)));
    assertThat(hashes).hasSameSizeAs(templates);
  }

  /// Neighbouring values share no half of their bits.
  @Test
  void everyBitIsSpread() {
    var one = hash(TEMPLATE);
    var next = hash(TEMPLATE.replace("app: a", "app: b"));

    assertThat(Long.bitCount(one ^ next)).isBetween(16, 48);
    assertThat((int) one).isNotEqualTo((int) next);
    assertThat(one >>> 32).isNotEqualTo(next >>> 32);
  }

  private static long hash(String template) {
    var workload =
        "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {template: %s}}"
            .formatted(template);
    return Manifests.object(workload, Workload.class).templateHash();
  }
}
