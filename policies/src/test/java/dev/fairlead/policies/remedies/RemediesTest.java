package dev.fairlead.policies.remedies;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.policies.checks.Checks;
import dev.fairlead.policies.fixes.Patch;
import dev.fairlead.policies.fixtures.Manifests;
import dev.fairlead.policies.model.ObjectReader;
import dev.fairlead.policies.model.ObjectRef;
import dev.fairlead.policies.model.PodMakers;
import dev.fairlead.policies.view.Scope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which mistakes have one remedy, and which are left to the user.
final class RemediesTest {
  private static final String DEPLOYMENT =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: shop-front, namespace: shop}
      spec:
        selector: {matchLabels: {app: shop-front, tier: front}}
        template:
          metadata: {labels: {app: shop-front, tier: front}}
          spec:
            containers:
              - name: web
                image: shop
                ports: %s
                readinessProbe: {exec: {command: [ok]}}
                args: [--verbose, %s]
                env:
                  - {name: URL, value: %s}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: shop, namespace: shop}
      spec:
        selector: %s
        ports: %s
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: db, namespace: data}
      spec: {ports: [{port: 5432}]}
      """;

  private static final String SELECTOR = "{app: shop-front, tier: front}";
  private static final String PORTS = "[{containerPort: 8080, name: http}]";
  private static final String TARGETS = "[{port: 80, targetPort: http}]";

  private static String shop(String declared, String selector, String targets) {
    return DEPLOYMENT.formatted(declared, "x", "y", selector, targets);
  }

  private static List<String> remedies(String yaml) {
    return found(yaml).stream()
        .map(
            remedy ->
                "%s %s: %s to %s"
                    .formatted(
                        remedy.operation().op(),
                        remedy.operation().path(),
                        remedy.from(),
                        remedy.to()))
        .toList();
  }

  private static List<Remedy> found(String yaml) {
    var trees = new LinkedHashMap<ObjectRef, Map<String, ?>>();
    Manifests.trees(yaml).forEach(tree -> trees.put(Manifests.reading(tree).ref(), tree));
    return new Remedies(new ObjectReader(PodMakers.COMMON), Manifests.DEFAULT_NAMESPACE)
        .of(Manifests.view(Scope.FILES, yaml), trees, _ -> true);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {app: shop-frnot, tier: front}       | replace spec.selector[app]: app=shop-frnot to app=shop-front
          {app: shop, tier: front}           |
          {app: shop-api-front, tier: front}   |
          {apps: shop-front, tier: front}      | replace spec.selector: apps=shop-front to app=shop-front
          {app: shop-frnot, tier: fornt}       |
          {app: other, tier: front}          |
          {app: shop-front, tier: front}       |
          """)
  void aSelectorWithOneMistypedPair(String selector, String remedy) {
    assertThat(remedies(shop(PORTS, selector, TARGETS)))
        .isEqualTo(remedy == null ? List.of() : List.of(remedy));
  }

  @Test
  void aSelectorThatIsNearTwoThingsIsLeftAlone() {
    var one = shop(PORTS, "{app: shop-fronx}", TARGETS);
    var twin = one.replaceAll("(?s)\\n---.*", "").replace("shop-front", "shop-fronz");
    assertThat(remedies(one)).hasSize(1);
    assertThat(remedies(one + "---\n" + twin)).isEmpty();
    assertThat(remedies(one + "---\n" + twin.replace("app: shop-fronz", "app: shop-front")))
        .hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {port: 80, targetPort: htpp}    | {containerPort: 8080, name: http}  | replace spec.ports[0].targetPort: htpp to http
          {port: 80, targetPort: web}     | {containerPort: 8080, name: http}  | replace spec.ports[0].targetPort: web to http
          {port: 80, targetPort: http}    | {containerPort: 8080}              | replace spec.ports[0].targetPort: http to 8080
          {port: 80, targetPort: metrics} | {containerPort: 8080, name: http}  |
          {port: 80, targetPort: http}    | {containerPort: 8080, name: health} |
          {port: 80, targetPort: web}     | {containerPort: 8080, name: http}, {containerPort: 9090, name: grpc} |
          {port: 80, targetPort: htpp}    | {containerPort: 8080, name: http}, {containerPort: 9090, name: grpc} | replace spec.ports[0].targetPort: htpp to http
          {port: 80, targetPort: htt}     | {containerPort: 8080, name: http}, {containerPort: 9090, name: htts} |
          {port: 80, targetPort: web}     | {containerPort: 8080, name: http, protocol: UDP} |
          {port: 80, targetPort: 80}      | {containerPort: 8080, name: http}  | replace spec.ports[0].targetPort: 80 to 8080
          {port: 80}                      | {containerPort: 8080, name: http}  | add spec.ports[0].targetPort: 80 to 8080
          {port: 80}                      | {containerPort: 8080}, {containerPort: 9090} |
          {port: 80, targetPort: http}    | {containerPort: 8080, name: http}  |
          """)
  void aTargetPortWithOneCandidate(String target, String declared, String remedy) {
    assertThat(remedies(shop("[" + declared + "]", SELECTOR, "[" + target + "]")))
        .isEqualTo(remedy == null ? List.of() : List.of(remedy));
  }

  @Test
  void aPortThatAnotherPortOfTheServiceUsesIsNoCandidate() {
    var two = "[{name: a, port: 80, targetPort: http}, {name: b, port: 81, targetPort: grpc}]";
    assertThat(remedies(shop(PORTS, SELECTOR, two))).isEmpty();
  }

  @Test
  void twoPortsThatFindNothingAreLeftAlone() {
    var two = "[{name: a, port: 80, targetPort: web}, {name: b, port: 81, targetPort: grpc}]";
    assertThat(remedies(shop(PORTS, SELECTOR, two))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          'postgres://u:p@db:5432/shop' | x | replace spec.template.spec.containers[0].env[0].value: db:5432 to db.data.svc.cluster.local:5432
          y | 'http://db:5432'              | replace spec.template.spec.containers[0].args: db:5432 to db.data.svc.cluster.local:5432
          'http://db:5432,http://db:5432/x' | x |
          'http://db.data:5432' | x |
          """)
  void aShortNameOfAnotherNamespace(String value, String argument, String remedy) {
    var yaml =
        DEPLOYMENT.formatted(PORTS, "\"" + argument + "\"", "\"" + value + "\"", SELECTOR, TARGETS);
    assertThat(remedies(yaml)).isEqualTo(remedy == null ? List.of() : List.of(remedy));
  }

  @Test
  void whatRemediesMendIsGoneAndNothingIsNew() {
    var yaml = shop(PORTS, "{app: shop-frnot, tier: front}", TARGETS);
    var remedy = found(yaml).getFirst();
    var trees = Manifests.trees(yaml);
    var patched = Patch.applied(trees.get(1), List.of(remedy.operation()));
    var after =
        Manifests.view(Scope.FILES, yaml).with(Manifests.reading(patched).object().orElseThrow());
    assertThat(Checks.findings(after)).noneMatch(remedy.finding()::sameMistake);
  }

  /// The selector is meant for another app, whose port it does not have: two mistakes, or none.
  @Test
  void aRemedyThatBringsAnotherMistakeToLightIsNotMade() {
    assertThat(remedies(shop(PORTS, "{app: shop-frnot}", "[{port: 80, targetPort: grpc}]")))
        .isEmpty();
  }

  @Test
  void onlyObjectsThatMayBeChangedAndFindingsThatAreWantedCount() {
    var yaml = shop(PORTS, "{app: shop-frnot}", TARGETS);
    var view = Manifests.view(Scope.FILES, yaml);
    var remedies = new Remedies(new ObjectReader(PodMakers.COMMON), "default");
    assertThat(remedies.of(view, Map.of(), _ -> true)).isEmpty();
    var trees = new LinkedHashMap<ObjectRef, Map<String, ?>>();
    Manifests.trees(yaml).forEach(tree -> trees.put(Manifests.reading(tree).ref(), tree));
    assertThat(remedies.of(view, trees, _ -> false)).isEmpty();
    assertThat(remedies.of(view, trees, _ -> true)).hasSize(1);
  }
}
