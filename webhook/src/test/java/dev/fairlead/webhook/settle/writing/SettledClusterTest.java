package dev.fairlead.webhook.settle.writing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.policies.model.ObjectReader;
import dev.fairlead.policies.model.ObjectRef;
import dev.fairlead.policies.model.PodMakers;
import dev.fairlead.policies.model.PodTrouble;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.webhook.api.MemoryApiServer;
import dev.fairlead.webhook.api.MemoryApiServer.Write;
import dev.fairlead.webhook.api.Refused;
import dev.fairlead.webhook.cluster.Disclosure;
import dev.fairlead.webhook.cluster.LiveCluster;
import dev.fairlead.webhook.cluster.ServiceStatus;
import dev.fairlead.webhook.cluster.WatchSettings;
import dev.fairlead.webhook.cluster.WiredCondition;
import dev.fairlead.webhook.cluster.WiredCondition.Status;
import dev.fairlead.webhook.settle.writing.SettledCluster.Written;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What settle sends to an API server, and what it makes of each answer.
final class SettledClusterTest {
  private static final ObjectRef SHOP = new ObjectRef("v1", "Service", "prod", "shop");
  private static final String SERVICE = "/api/v1/namespaces/prod/services/shop";
  private static final String EVENTS = "/apis/events.k8s.io/v1/namespaces/prod/events";
  private static final String REPORTS =
      "/apis/wgpolicyk8s.io/v1alpha2/namespaces/prod/policyreports";
  private static final String REPORT = REPORTS + "/fairlead";
  private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");
  private static final WiredCondition CONDITION =
      new WiredCondition(Status.FALSE, "SelectorUnmatched", "why", NOON, 7);
  private static final ServiceEvent EVENT =
      new ServiceEvent(
          SHOP, "u", "shop.1", ServiceEvent.Type.WARNING, "SelectorUnmatched", "why", NOON);

  private MemoryApiServer server;
  private LiveCluster cluster;
  private SettledCluster settled;

  @TempDir Path folder;

  @BeforeEach
  void connect() throws IOException {
    server = new MemoryApiServer();
    server.put(SERVICE, "{\"metadata\": {\"name\": \"shop\", \"uid\": \"u\"}}");
    cluster =
        LiveCluster.connect(
            Optional.of(server.kubeconfig(folder)),
            Map.of(),
            PodMakers.COMMON,
            new WatchSettings(Duration.ofMinutes(1), Duration.ofMinutes(1), new Disclosure.All()),
            InstantSource.system());
    settled = SettledCluster.of(cluster).orElseThrow();
  }

  @AfterEach
  void stop() {
    cluster.close();
    server.close();
  }

  private Write lastWrite() {
    return server.writes().getLast();
  }

  @Test
  void aConditionIsAppliedToTheStatusAlone() {
    assertThat(settled.write(SHOP, "u", Optional.of(CONDITION))).isEqualTo(Written.STORED);

    assertThat(lastWrite().method()).isEqualTo("PATCH");
    assertThat(lastWrite().path()).isEqualTo(SERVICE + "/status");
    assertThat(lastWrite().contentType()).startsWith("application/apply-patch+yaml");
    assertThat(server.asked()).contains(lastWriteUri("fieldManager=fairlead&force=true"));
    assertThat(server.object(SERVICE).orElseThrow().at("/status/conditions/0/reason").asString())
        .isEqualTo("SelectorUnmatched");
  }

  private String lastWriteUri(String query) {
    return "%s %s?%s".formatted(lastWrite().method(), lastWrite().path(), query);
  }

  @Test
  void aConditionThatIsStoredIsKnownBeforeTheWatchTellsIt() {
    settled.write(SHOP, "u", Optional.of(CONDITION));

    assertThat(settled.status(SHOP).flatMap(ServiceStatus::condition)).contains(CONDITION);
  }

  /// A real API server would have to make the Service of what is sent, which is not valid (422). It
  /// answers 404 where the namespace is gone, too, and 409 where the uid is another.
  @ParameterizedTest
  @ValueSource(ints = {404, 409, 422})
  void aServiceIsGoneWhereItsConditionHasNoPlace(int code) {
    server.refuse("PATCH", SERVICE + "/status", code, "no");

    assertThat(settled.write(SHOP, "u", Optional.of(CONDITION))).isEqualTo(Written.GONE);
  }

  @Test
  void aServiceThatWasMadeAnewKeepsItsStatus() {
    assertThat(settled.write(SHOP, "of the first", Optional.of(CONDITION))).isEqualTo(Written.GONE);
    assertThat(server.object(SERVICE).orElseThrow().has("status")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 429, 500})
  void anyOtherRefusalOfAConditionIsAFailure(int code) {
    server.refuse("PATCH", SERVICE + "/status", code, "not now");

    assertThatThrownBy(() -> settled.write(SHOP, "u", Optional.empty()))
        .isInstanceOfSatisfying(Refused.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessage("not now");
  }

  @Test
  void anEventThatIsToldAgainIsToldOnce() {
    settled.tell(EVENT);
    settled.tell(EVENT);

    assertThat(server.writes()).hasSize(2).allMatch(write -> write.path().equals(EVENTS));
    assertThat(server.object(EVENTS + "/shop.1").orElseThrow().path("note").asString())
        .isEqualTo("why");
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 404, 422})
  void anyOtherRefusalOfAnEventIsAFailure(int code) {
    server.refuse("POST", EVENTS, code, "not here");

    assertThatThrownBy(() -> settled.tell(EVENT))
        .isInstanceOf(Refused.class)
        .hasMessage("not here");
  }

  private static Map<String, ?> report(int failures) {
    return Map.of(
        "apiVersion",
        "wgpolicyk8s.io/v1alpha2",
        "kind",
        "PolicyReport",
        "metadata",
        Map.of("name", "fairlead", "namespace", "prod"),
        "summary",
        Map.of("fail", failures));
  }

  private boolean send(Map<String, ?> report) {
    return settled.report(ReportKind.POLICY_REPORT, "prod", report);
  }

  private int failuresStored() {
    return server.object(REPORT).orElseThrow().at("/summary/fail").asInt();
  }

  @Test
  void aReportIsMadeWhereThereIsNone() {
    assertThat(send(report(3))).isTrue();

    assertThat(server.writes()).extracting(Write::method).containsExactly("PATCH", "POST");
    assertThat(server.asked()).contains("POST %s?fieldManager=fairlead".formatted(REPORTS));
    assertThat(failuresStored()).isEqualTo(3);
  }

  @Test
  void aReportIsMergedIntoTheOneThatIsThere() {
    server.put(
        REPORT,
        """
        {"metadata": {"name": "fairlead", "namespace": "prod", "labels": {"team": "shop"}},
         "summary": {"fail": 1, "warn": 2}}
        """);

    assertThat(send(report(3))).isTrue();

    assertThat(lastWrite().contentType()).startsWith("application/merge-patch+json");
    assertThat(failuresStored()).isEqualTo(3);
    assertThat(server.object(REPORT).orElseThrow().at("/metadata/labels/team").asString())
        .isEqualTo("shop");
    assertThat(server.writes()).hasSize(1);
  }

  @Test
  void anEmptyReportTakesTheStoredOneAway() {
    server.put(REPORT, "{\"metadata\": {\"name\": \"fairlead\", \"namespace\": \"prod\"}}");

    assertThat(send(Map.of())).isTrue();
    assertThat(server.object(REPORT)).isEmpty();
  }

  @Test
  void anEmptyReportIsWellWhereThereIsNone() {
    assertThat(send(Map.of())).isTrue();
    assertThat(server.writes()).extracting(Write::method).containsExactly("DELETE");
  }

  @Test
  void aKindThatIsNotServedTakesNoReport() {
    server.refuse("POST", REPORTS, 404, "the server could not find the requested resource");

    assertThat(send(report(3))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PATCH", "POST"})
  void anyOtherRefusalOfAReportIsAFailure(String method) {
    server.refuse(method, method.equals("POST") ? REPORTS : REPORT, 403, "not for you");

    assertThatThrownBy(() -> send(report(3))).isInstanceOf(Refused.class).hasMessage("not for you");
  }

  @Test
  void ourReportsAreFoundByTheirName() {
    server.put(REPORT, "{\"metadata\": {\"name\": \"fairlead\", \"namespace\": \"prod\"}}");
    server.put(
        REPORTS.replace("prod", "test") + "/kyverno",
        "{\"metadata\": {\"name\": \"kyverno\", \"namespace\": \"test\"}}");

    assertThat(settled.reported(ReportKind.POLICY_REPORT).orElseThrow()).containsExactly("prod");
  }

  @Test
  void aKindThatIsNotServedHasNoReports() {
    server.refuse("GET", "/apis/wgpolicyk8s.io/v1alpha2/policyreports", 404, "not found");

    assertThat(settled.reported(ReportKind.POLICY_REPORT)).isEmpty();
  }

  @Test
  void reportsThatMayNotBeListedAreAFailure() {
    server.refuse("GET", "/apis/wgpolicyk8s.io/v1alpha2/policyreports", 403, "not for you");

    assertThatThrownBy(() -> settled.reported(ReportKind.POLICY_REPORT))
        .isInstanceOf(Refused.class)
        .hasMessage("not for you");
  }

  @Test
  void theTroublesAreThoseOfTheSelectedPodsThatAreNotReady() {
    putPod("shop-1", "shop", "{\"phase\": \"Failed\", \"reason\": \"Evicted\"}");
    putPod("shop-2", "shop", "{\"conditions\": [{\"type\": \"Ready\", \"status\": \"True\"}]}");
    putPod("other-1", "other", "{\"phase\": \"Failed\"}");

    assertThat(settled.troubles(shop()))
        .containsExactly(new PodTrouble("shop-1", "has failed: Evicted"));
    assertThat(server.asked())
        .contains("GET /api/v1/namespaces/prod/pods?limit=20&labelSelector=app%3Dshop");
  }

  private void putPod(String name, String app, String status) {
    server.put(
        "/api/v1/namespaces/prod/pods/" + name,
        """
        {"metadata": {"name": "%s", "namespace": "prod", "labels": {"app": "%s"}}, "status": %s}
        """
            .formatted(name, app, status));
  }

  private static ServiceWiring shop() {
    var tree =
        Map.of(
            "apiVersion",
            "v1",
            "kind",
            "Service",
            "metadata",
            Map.of("name", "shop", "namespace", "prod"),
            "spec",
            Map.of("selector", Map.of("app", "shop"), "ports", List.of(Map.of("port", 80))));
    return (ServiceWiring)
        new ObjectReader(PodMakers.COMMON).read(tree, "prod").object().orElseThrow();
  }
}
