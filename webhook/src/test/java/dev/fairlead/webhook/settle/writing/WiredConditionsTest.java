package dev.fairlead.webhook.settle.writing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.policies.model.ObjectRef;
import dev.fairlead.webhook.api.ApiServer;
import dev.fairlead.webhook.api.ClusterUnavailable;
import dev.fairlead.webhook.api.MemoryApiServer;
import dev.fairlead.webhook.api.Refused;
import dev.fairlead.webhook.settle.writing.WiredConditions.Holder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is found of settle's writing in a cluster, and how it is taken away.
final class WiredConditionsTest {
  private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");
  private static final String SHOP = "/api/v1/namespaces/prod/services/shop";
  private static final String LEASE =
      "/apis/coordination.k8s.io/v1/namespaces/guard/leases/fairlead";
  private static final String REPORTS =
      "/apis/wgpolicyk8s.io/v1alpha2/namespaces/prod/policyreports";
  private static final Holder HOLDER = holder("prod", "shop");

  private MemoryApiServer server;
  private WiredConditions conditions;

  @TempDir Path folder;

  @BeforeEach
  void connect() throws IOException {
    server = new MemoryApiServer();
    conditions = WiredConditions.connect(Optional.of(server.kubeconfig(folder)), Map.of());
  }

  @AfterEach
  void stop() {
    conditions.close();
    server.close();
  }

  private static Holder holder(String namespace, String name) {
    return new Holder(new ObjectRef("v1", "Service", namespace, name), "u");
  }

  private void putService(String namespace, String name, String uid, String condition) {
    server.put(
        "/api/v1/namespaces/%s/services/%s".formatted(namespace, name),
        """
        {"metadata": {"name": "%s", "namespace": "%s", "uid": "%s"},
         "status": {"conditions": [{"type": "%s", "status": "True"}]}}
        """
            .formatted(name, namespace, uid, condition));
  }

  private void putHolder() {
    putService("prod", "shop", "u", "fairlead.dev/Wired");
  }

  @Test
  void theServicesWithTheConditionAreFound() {
    putHolder();
    putService("test", "trial", "u", "fairlead.dev/Wired");
    putService("prod", "other", "u", "example.com/Wired");

    assertThat(conditions.holders(Optional.empty()))
        .containsExactlyInAnyOrder(HOLDER, holder("test", "trial"));
    assertThat(conditions.holders(Optional.of("prod"))).containsExactly(HOLDER);
  }

  @Test
  void whatIsAppliedNamesTheServiceAndNothingElse() {
    putHolder();
    server.beforeNext("PATCH", SHOP + "/status", () -> putService("prod", "shop", "u", "Other"));

    assertThat(conditions.remove(HOLDER)).isTrue();

    var write = server.writes().getFirst();
    assertThat(write.contentType()).isEqualTo(ApiServer.APPLY);
    assertThat(write.body().propertyNames())
        .containsExactlyInAnyOrder("apiVersion", "kind", "metadata");
    assertThat(server.asked())
        .contains("PATCH " + SHOP + "/status?fieldManager=fairlead&force=true");
  }

  @Test
  void aConditionThatAnotherHasWrittenTooStays() {
    putHolder();

    assertThatThrownBy(() -> conditions.remove(HOLDER))
        .isInstanceOf(ClusterUnavailable.class)
        .hasMessageStartingWith("another field manager than fairlead");
  }

  @Test
  void aServiceThatIsGoneOrMadeAnewNeedsNoRemoval() {
    assertThat(conditions.remove(HOLDER)).isFalse();

    putService("prod", "shop", "another", "fairlead.dev/Wired");
    assertThat(conditions.remove(HOLDER)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 404, 409, 422, 429, 500})
  void aRefusalIsToldWhereTheServiceIsStillThere(int code) {
    putHolder();
    server.refuse("PATCH", SHOP + "/status", code, "not for you");

    assertThatThrownBy(() -> conditions.remove(HOLDER))
        .isInstanceOf(Refused.class)
        .hasMessage("not for you");
  }

  @Test
  void theReportsOfAKindAreFoundAndTakenAway() {
    server.put(
        REPORTS + "/fairlead", "{\"metadata\": {\"name\": \"fairlead\", \"namespace\": \"prod\"}}");
    server.put(
        REPORTS + "/other", "{\"metadata\": {\"name\": \"other\", \"namespace\": \"prod\"}}");

    assertThat(conditions.reported(ReportKind.POLICY_REPORT, Optional.empty()))
        .containsExactly("prod");
    assertThat(conditions.reported(ReportKind.POLICY_REPORT, Optional.of("test"))).isEmpty();
    assertThat(conditions.removeReport(ReportKind.POLICY_REPORT, "prod")).isTrue();
    assertThat(server.object(REPORTS + "/fairlead")).isEmpty();
    assertThat(server.object(REPORTS + "/other")).isPresent();
    assertThat(conditions.removeReport(ReportKind.POLICY_REPORT, "prod")).isFalse();
  }

  @Test
  void aKindThatTheClusterDoesNotKnowHasNoReports() {
    server.refuse("GET", "/apis/openreports.io/v1alpha1/reports", 404, "no such kind");

    assertThat(conditions.reported(ReportKind.OPEN_REPORT, Optional.empty())).isEmpty();
  }

  @Test
  void aReportThatMayNotBeDeletedIsTold() {
    server.refuse("DELETE", REPORTS + "/fairlead", 403, "not for you");

    assertThatThrownBy(() -> conditions.removeReport(ReportKind.POLICY_REPORT, "prod"))
        .isInstanceOf(Refused.class)
        .hasMessage("not for you");
  }

  private Optional<String> leader(String holder, int secondsAgo) {
    server.put(
        LEASE,
        """
        {"apiVersion": "coordination.k8s.io/v1", "kind": "Lease", "metadata": {"name": "fairlead"},
         "spec": {"holderIdentity": "%s", "leaseDurationSeconds": 15,
          "renewTime": "%s"}}
        """
            .formatted(holder, LiveSettledCluster.microTime(NOON.minusSeconds(secondsAgo))));
    return conditions.leader("guard", "fairlead", NOON);
  }

  @Test
  void whoHoldsTheLeaseSettles() {
    assertThat(conditions.leader("guard", "fairlead", NOON)).isEmpty();
    assertThat(leader("us", 14)).contains("us");
    assertThat(leader("us", 15)).isEmpty();
    assertThat(leader("", 0)).isEmpty();
  }

  @Test
  void nobodyIsAskedWhereNobodyAnswers() throws IOException {
    server.refuse("GET", "/version", 401, "who are you");
    var kubeconfig = Optional.of(server.kubeconfig(folder));

    assertThatThrownBy(() -> WiredConditions.connect(kubeconfig, Map.of()))
        .isInstanceOf(ClusterUnavailable.class)
        .hasMessageContaining("who are you");
  }
}
