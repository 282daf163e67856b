package dev.fairlead.webhook.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.policies.model.PodMakers;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class CustomKindsTest {
  private static final String ROLLOUTS =
      resource("rollouts", "Rollout", "Namespaced", "\"create\", \"list\"");

  @Test
  void theKindsThatMayMakePodsAreThoseUsersCreateInANamespace() {
    var kinds =
        in(
            group("argoproj.io", version("v1alpha1", "Current", ROLLOUTS)),
            group(
                "example.com",
                version(
                    "v1",
                    "Current",
                    resource("clusterthings", "ClusterThing", "Cluster", "\"create\""),
                    resource("readings", "Reading", "Namespaced", "\"get\", \"list\""),
                    resource("widgets", "Widget", "Namespaced", "\"create\""))));

    assertThat(kinds.kinds())
        .extracting(ApiKind::resource)
        .containsExactly("rollouts.argoproj.io", "widgets.example.com");
    assertThat(kinds.unknown()).isEmpty();
  }

  @Test
  void kindsOfKubernetesAndThoseKnownToMakeNoPodsAreNone() {
    var kinds =
        in(
            group(
                "apps",
                version(
                    "v1",
                    "Current",
                    resource("deployments", "Deployment", "Namespaced", "\"create\""))),
            group(
                "cert-manager.io",
                version(
                    "v1",
                    "Current",
                    resource("certificates", "Certificate", "Namespaced", "\"create\""))),
            group(
                "argoproj.io",
                version(
                    "v1alpha1",
                    "Current",
                    resource("applications", "Application", "Namespaced", "\"create\""))));

    assertThat(kinds.kinds()).isEmpty();
  }

  @Test
  void ofSeveralVersionsTheFirstIsTheOneThatTheServerPrefers() {
    var kinds =
        in(
            group(
                "example.com",
                version("v2", "Current", resource("widgets", "Widget", "Namespaced", "\"create\"")),
                version(
                    "v1",
                    "Current",
                    resource("widgets", "Widget", "Namespaced", "\"create\""),
                    resource("old", "Old", "Namespaced", "\"create\""))));

    assertThat(kinds.kinds())
        .extracting(kind -> kind.path().toString())
        .containsExactly("/apis/example.com/v2/widgets", "/apis/example.com/v1/old");
  }

  @Test
  void aServerThatDoesNotAnswerMayHoldAnything() {
    assertThat(in(group("example.com", version("v1", "Stale"))).unknown())
        .containsExactly("the kinds of example.com, whose server does not answer");
    assertThat(in(group("metrics.k8s.io", version("v1", "Stale"))).unknown()).isEmpty();
  }

  @Test
  void anOldServerSaysTooLittle() {
    var kinds = read("{\"kind\": \"APIGroupList\", \"groups\": []}");
    assertThat(kinds.unknown())
        .containsExactly("custom kinds of an API server older than Kubernetes 1.27");
  }

  private static CustomKinds in(String... groups) {
    return read(
        "{\"kind\": \"APIGroupDiscoveryList\", \"items\": [%s]}"
            .formatted(String.join(",", groups)));
  }

  private static CustomKinds read(String json) {
    var bytes = new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8));
    return CustomKinds.in(new JsonAnswer(bytes, new Interner<>(16)).document(), PodMakers.COMMON);
  }

  private static String group(String name, String... versions) {
    return "{\"metadata\": {\"name\": \"%s\"}, \"versions\": [%s]}"
        .formatted(name, String.join(",", versions));
  }

  private static String version(String name, String freshness, String... resources) {
    return "{\"version\": \"%s\", \"freshness\": \"%s\", \"resources\": [%s]}"
        .formatted(name, freshness, String.join(",", resources));
  }

  private static String resource(String plural, String kind, String scope, String verbs) {
    return """
    {"resource": "%s", "responseKind": {"kind": "%s"}, "scope": "%s", "verbs": [%s]}
    """
        .formatted(plural, kind, scope, verbs);
  }
}
