package dev.fairlead.policies.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.policies.fixtures.Manifests;
import dev.fairlead.policies.model.ObjectRef;
import dev.fairlead.policies.model.TargetPort;
import dev.fairlead.policies.view.Scope;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TopologyTest {
  private static final String BACKEND =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: api}
      spec:
        selector: {matchLabels: {app: api}}
        template:
          metadata: {labels: {app: api}}
          spec:
            containers:
              - name: web
                image: api
                ports: [{name: http, containerPort: 8080}]
                readinessProbe: {tcpSocket: {port: http}}
      ---
      """;
  private static final String SERVICE =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: backend}
      spec:
        selector: {app: api}
        ports: [{name: http, port: 80, targetPort: http}]
      ---
      """;

  private static String caller(String url) {
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: front}
    spec:
      selector: {matchLabels: {app: front}}
      template:
        metadata: {labels: {app: front}}
        spec:
          containers:
            - name: web
              image: front
              env: [{name: BACKEND_URL, value: "%s"}]
    ---
    """
        .formatted(url);
  }

  private static Topology of(String yaml) {
    return of(Scope.COMPLETE_FILES, yaml);
  }

  private static Topology of(Scope scope, String yaml) {
    return Topology.of(Manifests.view(scope, yaml));
  }

  /// Each link in a line, with what breaks it.
  private static List<String> links(Topology topology) {
    return topology.links().stream().map(TopologyTest::line).toList();
  }

  private static String line(Link link) {
    var how =
        switch (link) {
          case Link.Call call -> "calls by " + call.reference().text();
          case Link.Reach reach ->
              "reaches "
                  + reach.ports().stream()
                      .map(TopologyTest::port)
                      .collect(Collectors.joining(", "));
        };
    var broken =
        link.breaks().stream().map(f -> f.check().id()).distinct().collect(Collectors.joining(" "));
    return "%s %s at %s%s"
        .formatted(name(link.from()), how, name(link.to()), broken.isEmpty() ? "" : " ✗ " + broken);
  }

  private static String port(Link.Port port) {
    var target =
        switch (port.port().target()) {
          case TargetPort.ByName(var name) -> name;
          case TargetPort.ByNumber(var number, _) -> String.valueOf(number);
        };
    var declared =
        port.declared()
            .map(d -> " in %s:%d".formatted(d.container().name(), d.port().number()))
            .orElse("");
    return "%d→%s %s%s".formatted(port.port().port(), target, port.resolution(), declared);
  }

  private static String name(ObjectRef ref) {
    return ref.namespace().equals("default") ? ref.toString() : ref.namespace() + "/" + ref;
  }

  private static List<String> broken(Topology topology) {
    return topology.nodes().stream().filter(Node::isBroken).map(n -> name(n.ref())).toList();
  }

  @Test
  void aCallerItsServiceAndTheWorkloadBehindIt() {
    var topology = of(BACKEND + SERVICE + caller("http://backend:80/"));

    assertThat(topology.nodes().stream().map(node -> node.role() + " " + node.ref()))
        .containsExactly(
            "SERVICE Service/backend", "WORKLOAD Deployment/api", "WORKLOAD Deployment/front");
    assertThat(links(topology))
        .containsExactly(
            "Service/backend reaches 80→http DECLARED in web:8080 at Deployment/api",
            "Deployment/front calls by backend:80 at Service/backend");
    assertThat(broken(topology)).isEmpty();
  }

  @Test
  void aServiceThatSelectsNothingIsBrokenItself() {
    var topology = of(BACKEND + SERVICE.replace("app: api", "app: apis"));

    assertThat(links(topology)).isEmpty();
    assertThat(broken(topology)).containsExactly("Service/backend");
    assertThat(topology.nodes().getFirst().breaks())
        .extracting(finding -> finding.check().id())
        .containsExactly("selector-unmatched");
  }

  @Test
  void aPortThatDoesNotResolveBreaksItsLinkAlone() {
    var ports =
        "ports: [{name: http, port: 80, targetPort: http}, {name: m, port: 90, targetPort: m}]";
    var topology =
        of(BACKEND + SERVICE.replace("ports: [{name: http, port: 80, targetPort: http}]", ports));

    assertThat(links(topology))
        .containsExactly(
            "Service/backend reaches 80→http DECLARED in web:8080, 90→m UNRESOLVED at"
                + " Deployment/api ✗ target-port-unresolved");
    assertThat(broken(topology)).isEmpty();
  }

  @Test
  void aPortThatOneOfTwoWorkloadsLacksIsBrokenThere() {
    var canary = BACKEND.replace("name: api}", "name: canary}").replace("name: http", "name: web");
    var topology = of(BACKEND + canary.replace("port: http", "port: web") + SERVICE);

    assertThat(links(topology))
        .containsExactly(
            "Service/backend reaches 80→http DECLARED in web:8080 at Deployment/api",
            "Service/backend reaches 80→http UNRESOLVED at Deployment/canary"
                + " ✗ target-port-unresolved");
  }

  @Test
  void numbersResolveAsFarAsTheyAreToldOf() {
    var byNumber = SERVICE.replace("targetPort: http", "targetPort: %d");
    var silent =
        BACKEND.replace("ports: [{name: http, containerPort: 8080}]", "args: [--port=9000]");
    assertThat(links(of(BACKEND + byNumber.formatted(8080))).getFirst())
        .contains("DECLARED in web");
    assertThat(links(of(silent.replace("port: http", "port: 9000") + byNumber.formatted(9000))))
        .singleElement()
        .asString()
        .contains("80→9000 SPOKEN at");
    assertThat(links(of(silent.replace("port: http", "port: 9000") + byNumber.formatted(7000))))
        .singleElement()
        .asString()
        .contains("80→7000 OPEN at");
  }

  @Test
  void whoeverCallsAServiceThatIsNotThereIsLinkedToWhatIsMissing() {
    var topology = of(BACKEND + SERVICE + caller("http://backnd"));

    assertThat(links(topology))
        .contains("Deployment/front calls by backnd at Service/backnd ✗ service-reference-missing");
    assertThat(broken(topology)).containsExactly("Service/backnd");
  }

  @Test
  void aCallAtAPortThatIsNotExposedIsBroken() {
    assertThat(links(of(BACKEND + SERVICE + caller("http://backend:8080"))))
        .contains(
            "Deployment/front calls by backend:8080 at Service/backend ✗ service-reference-port");
  }

  @Test
  void aBareNameOfAnotherNamespaceLeadsThereAndIsBroken() {
    var other =
        (BACKEND + SERVICE).replace("metadata: {name: ", "metadata: {namespace: shop, name: ");
    var topology = of(Scope.CLUSTER, other + caller("http://backend") + BACKEND);

    assertThat(links(topology))
        .contains(
            "Deployment/front calls by backend at shop/Service/backend ✗"
                + " cross-namespace-short-name");
    assertThat(links(of(other + caller("http://backend.shop"))))
        .contains("Deployment/front calls by backend.shop at shop/Service/backend");
  }

  @Test
  void ofSomeFilesNothingIsSaidOfWhatMayLiveElsewhere() {
    var topology = of(Scope.FILES, caller("http://elsewhere"));
    assertThat(topology.links()).hasSize(1).noneMatch(Link::isBroken);
    assertThat(topology.nodes())
        .extracting(Node::role)
        .containsExactly(Node.Role.WORKLOAD, Node.Role.MISSING_SERVICE);
    assertThat(broken(topology)).isEmpty();
  }

  @Test
  void whatSelectsNothingOnPurposeHasNoLinks() {
    var topology = of(SERVICE.replace("  selector: {app: api}\n", ""));
    assertThat(topology.links()).isEmpty();
    assertThat(broken(topology)).isEmpty();
  }
}
