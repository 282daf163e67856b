package dev.fairlead.policies.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/// Which releases an object belongs to, as the tools mark it.
class ReleaseMarksTest {
  private static final String NAME = "meta.helm.sh/release-name";
  private static final String NAMESPACE = "meta.helm.sh/release-namespace";
  private static final String TRACKING = "argocd.argoproj.io/tracking-id";

  @Test
  void whereNothingIsMarkedThereIsNone() {
    assertThat(ReleaseMarks.of(Map.of(), Map.of())).isEmpty();
    assertThat(ReleaseMarks.of(Map.of("app", "shop"), Map.of("note", "b:c"))).isEmpty();
  }

  @Test
  void helmByItsAnnotations() {
    assertThat(ReleaseMarks.of(Map.of(), Map.of(NAME, "shop", NAMESPACE, "prod")))
        .containsExactly("Helm prod/shop");
    assertThat(ReleaseMarks.of(Map.of(), Map.of(NAME, "", NAMESPACE, "prod"))).isEmpty();
    assertThat(ReleaseMarks.isHelms(Map.of(NAME, "shop"))).isTrue();
    assertThat(ReleaseMarks.isHelms(Map.of(NAME, ""))).isFalse();
  }

  @Test
  void argoCdByItsAnnotationOrItsLabel() {
    assertThat(ReleaseMarks.of(Map.of(), Map.of(TRACKING, "shop:apps/Deployment:prod/web")))
        .containsExactly("Argo CD shop");
    assertThat(ReleaseMarks.of(Map.of(), Map.of(TRACKING, ":apps/Deployment"))).isEmpty();
    assertThat(ReleaseMarks.of(Map.of(), Map.of(TRACKING, "shop"))).isEmpty();
    assertThat(ReleaseMarks.of(Map.of("argocd.argoproj.io/instance", "shop"), Map.of()))
        .containsExactly("Argo CD shop");
  }

  @Test
  void fluxByItsLabels() {
    for (var prefix : new String[] {"kustomize.toolkit.fluxcd.io/", "helm.toolkit.fluxcd.io/"}) {
      assertThat(
              ReleaseMarks.of(
                  Map.of(prefix + "name", "shop", prefix + "namespace", "flux-system"), Map.of()))
          .containsExactly("Flux flux-system/shop");
      assertThat(ReleaseMarks.of(Map.of(prefix + "name", ""), Map.of())).isEmpty();
    }
  }

  @Test
  void anInstanceOnlyTogetherWithItsManager() {
    var instance = "app.kubernetes.io/instance";
    var manager = "app.kubernetes.io/managed-by";

    assertThat(ReleaseMarks.of(Map.of(instance, "shop", manager, "Helm"), Map.of()))
        .containsExactly("shop by Helm");
    assertThat(ReleaseMarks.of(Map.of(instance, "shop"), Map.of())).isEmpty();
    assertThat(ReleaseMarks.of(Map.of(manager, "Helm"), Map.of())).isEmpty();
  }
}
