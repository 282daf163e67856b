package dev.fairlead.policies.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.policies.fixtures.Manifests;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What of a container's environment and words can hardly be anything but a Service.
class ServiceReferenceTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "http://db/x | db",
        "https://db.prod:8443 | db.prod:8443",
        "HTTP://db | db",
        "postgres://user:pass@db:5432/shop | db:5432",
        "postgres://user:p@ss@db:5432/shop | db:5432",
        "mongodb://db-0.db:27017,db-1.db:27017/shop | db-0.db:27017 db-1.db:27017",
        "jdbc:postgresql://db/shop | db",
        "PLAINTEXT://kafka:9092 | kafka:9092",
        "see http://a-b/c and http://d:80/e | a-b d:80",
        "db:5432 | db:5432",
        "db:5432/shop | db:5432",
        "a:9092,b:9092 | a:9092 b:9092",
        "a:9092; b:9092 | a:9092 b:9092",
        "db:80 | db:80",
        "db.prod.svc | db.prod.svc",
        "db-0.db.prod.svc.cluster.local:5432 | db-0.db.prod.svc.cluster.local:5432",
        "at db.prod.svc. | db.prod.svc",
        "db | ``",
        "root:20 | ``",
        "nginx:1.25 | ``",
        "a:9092 or b:9092 | ``",
        "db:99999 | ``",
        "http://10.0.0.7:80 | ``",
        "http://localhost:8080 | ``",
        "https://kubernetes.default.svc.cluster.local | ``",
        "http://metadata/v1 | ``",
        "http://$HOST:80 | ``",
        "http://{{ host }}/ | ``",
        "http://under_score/ | ``",
        "s3://bucket/key | ``",
        "*.prod.svc | ``",
        "x.y.z.prod.svc.example.com | ``",
      })
  void aTextNamesHosts(String text, String hosts) {
    var wanted = hosts.isEmpty() ? List.<String>of() : List.of(hosts.split(" ", -1));
    assertThat(texts("{ name: VALUE, value: '%s' }".formatted(text))).isEqualTo(wanted);
    assertThat(texts("{ name: X, value: x }", "args: ['%s']".formatted(text))).isEqualTo(wanted);
  }

  @ParameterizedTest
  @CsvSource({
    "DB_HOST, postgres-service, true",
    "db.host, postgres-service, true",
    "REDIS_ADDR, redis-master, true",
    "AGENT_ENDPOINT, otel-agent, true",
    "DB_HOST, postgres, false",
    "DB_NAME, postgres-service, false",
    "GET_HOSTS_FROM, my-dns, false",
    "HOSTNAME, my-pod, false",
    "DD_SERVICE, my-app, false",
    "DB_HOST, Postgres-Service, false",
    "DB_HOST, postgres service-x, false",
  })
  void aBareWordIsAHostIfItsVariableSaysSo(String variable, String value, boolean isReference) {
    assertThat(texts("{ name: %s, value: '%s' }".formatted(variable, value)))
        .isEqualTo(isReference ? List.of(value) : List.of());
  }

  @Test
  void aPortBesideTheHostMakesAWordAHost() {
    var references =
        references("{ name: DB_HOST, value: db }, { name: DB_PORT, value: '5432' }", "args: []");
    assertThat(references).hasSize(1);
    assertThat(references.getFirst().text()).isEqualTo("db");
    assertThat(references.getFirst().port()).hasValue(5432);
    assertThat(references.getFirst().variable()).hasValue("DB_HOST");
    assertThat(references.getFirst().field()).hasToString("spec.containers[0].env[0].value");
  }

  @Test
  void aPortOfSomethingElseDoesNot() {
    assertThat(texts("{ name: DB_HOST, value: db }, { name: WEB_PORT, value: '80' }")).isEmpty();
  }

  @Test
  void variablesAreFilledInAsTheKubeletDoes() {
    assertThat(texts("{ name: A, value: db }, { name: URL, value: 'http://$(A):80' }"))
        .containsExactly("db:80");
    assertThat(texts("{ name: URL, value: 'http://$(A):80' }, { name: A, value: db }")).isEmpty();
    assertThat(texts("{ name: A, value: db }, { name: URL, value: 'http://$$(A):80' }")).isEmpty();
    assertThat(texts("{ name: A, value: db }", "command: ['--url=http://$(A)']"))
        .containsExactly("db");
    assertThat(
            texts(
                "{ name: A, value: db }, { name: A, valueFrom: { fieldRef: { fieldPath: x } } }, {"
                    + " name: URL, value: 'http://$(A)' }"))
        .isEmpty();
  }

  @Test
  void valuesThatDoubleAndDoubleAgainEnd() {
    var env = new StringBuilder("{ name: V0, value: http://database }");
    for (var i = 1; i < 64; i++) {
      env.append(", { name: V%d, value: '$(V%d)$(V%d)' }".formatted(i, i - 1, i - 1));
    }
    assertThat(references(env.toString(), "args: []")).hasSizeLessThan(1000);
  }

  @Test
  void podsWithADnsOfTheirOwnNameNoServices() {
    for (var spec : List.of("dnsPolicy: None", "dnsPolicy: Default", "hostNetwork: true")) {
      assertThat(inPod(spec)).as(spec).containsExactly("db");
      assertThat(workload(spec).resolvedReferences()).as(spec).isEmpty();
    }
    assertThat(inPod("dnsConfig: { searches: [example.com] }")).isEmpty();
    assertThat(inPod("dnsPolicy: None, dnsConfig: { nameservers: [10.96.0.10] }")).isEmpty();
    assertThat(inPod("hostAliases: [{ ip: 10.0.0.7, hostnames: [db] }]")).isEmpty();
    assertThat(inPod("hostNetwork: false")).containsExactly("db");
    assertThat(inPod("hostNetwork: true, dnsPolicy: ClusterFirstWithHostNet"))
        .containsExactly("db");
  }

  private static List<String> inPod(String fields) {
    return workload(fields).references().stream().map(ServiceReference::text).toList();
  }

  private static Workload workload(String fields) {
    return podOf("{ %s, containers: [{ name: web, args: ['http://db'] }] }".formatted(fields));
  }

  private static List<String> texts(String env) {
    return texts(env, "args: []");
  }

  private static List<String> texts(String env, String words) {
    return references(env, words).stream().map(ServiceReference::text).toList();
  }

  private static List<ServiceReference> references(String env, String words) {
    return pod("{ containers: [{ name: web, env: [%s], %s }] }".formatted(env, words));
  }

  private static List<ServiceReference> pod(String spec) {
    return podOf(spec).references();
  }

  private static Workload podOf(String spec) {
    var yaml = "{ apiVersion: v1, kind: Pod, metadata: { name: web }, spec: %s }".formatted(spec);
    return Manifests.object(yaml, Workload.class);
  }
}
