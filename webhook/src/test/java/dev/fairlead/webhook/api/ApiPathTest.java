package dev.fairlead.webhook.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ApiPathTest {
  @Test
  void namesAreEncodedSoThatTheyLeadNowhereElse() {
    assertThat(ApiKind.SERVICES.path("kube-system/secrets/fairlead-serving?x="))
        .hasToString("/api/v1/namespaces/kube-system%2Fsecrets%2Ffairlead-serving%3Fx%3D/services");
    assertThat(ApiKind.NAMESPACES.path().and("../../pods?limit=0"))
        .hasToString("/api/v1/namespaces/..%2F..%2Fpods%3Flimit%3D0");
    assertThat(ApiPath.of("a b", "c+d", "e%2Ff#g")).hasToString("/a%20b/c%2Bd/e%252Ff%23g");
  }

  @Test
  void parametersFollowEachOther() {
    assertThat(ApiPath.of("api").with("limit", 5).with("labelSelector", "a=b,c=d&e"))
        .hasToString("/api?limit=5&labelSelector=a%3Db%2Cc%3Dd%26e");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", ".."})
  void whatMeansAnotherPlaceIsNoSegment(String segment) {
    assertThatThrownBy(() -> ApiPath.of("api", segment))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
