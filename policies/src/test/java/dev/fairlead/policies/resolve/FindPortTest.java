package dev.fairlead.policies.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.policies.fixtures.Manifests;
import dev.fairlead.policies.model.Malformed;
import dev.fairlead.policies.model.Reading;
import dev.fairlead.policies.model.ServicePort;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.model.Workload;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Upstream's `TestFindPort` and `TestGetEndpointPorts` (kubernetes/endpointslice, `utils_test.go`)
/// as a table.
///
/// `;` separates containers, `none` is a container without ports, `name=number/protocol` a port,
/// `-` stands for no name, further fields of a port follow in braces; the Service port is TCP.
class FindPortTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      nullValues = "fail",
      textBlock =
          """
          V1   | none                                          |                     | 93    | 93
          V2   | -=11/TCP, p=22/TCP                            |                     | 93    | 93
          V3   | none                                          |                     | p     | fail
          V4   | -=11/UDP, p=22/TCP, q=33/TCP                  |                     | q     | 33
          V5   | none ; -=11/UDP, p=22/TCP, q=33/TCP           |                     | q     | 33
          V6   | none ; -=11/UDP, p=22/TCP, q=22/TCP           |                     | q     | 22
          V7   | none ; a=11/snmp                              |                     | a     | fail
          V8   | none ; a=11/TCP{hostPort: 81}                 |                     | a     | 11
          V8b  | none ; a=11/TCP{hostPort: -1}                 |                     | a     | 11
          V9   | none ; a=11/TCP{hostIP: 192.168.1.1}          |                     | a     | 11
          V10  | none ; a=-1/TCP                               |                     | a     | -1
          V11  | ''                                            | always a=80/TCP     | a     | 80
          V12  | ''                                            | a=80/TCP            | a     | fail
          V13  | a=81/TCP ; a=82/TCP                           | always a=80/TCP     | a     | 81
          V14  | http=8090/TCP                                 | always side=8080/TCP | 8080 | 8080
          V14b | http=8090/TCP                                 | always side=8080/TCP | http | 8090
          V15  | http=8090/TCP                                 | always http=8080/TCP | http | 8090
          V16  | https=443/TCP                                 |                     | 80    | 80
          V16a | https=443/TCP                                 |                     | https | 443
          V16b | none                                          |                     | 80    | 80
          """)
  void findsWhatKubernetesFinds(
      String vector,
      String containers,
      @Nullable String initContainers,
      String target,
      @Nullable Integer number) {
    var pod = (Workload) pod(containers, initContainers).object().orElseThrow();
    var found = FindPort.in(pod, port(target));
    assertThat(found.isPresent() ? found.getAsInt() : null).as(vector).isEqualTo(number);
  }

  /// V8b and V10 "should fail but pass" upstream: the resolver takes what validation refuses.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          none ; a=11/TCP{hostPort: -1} | spec.containers[1].ports[0].hostPort
          none ; a=-1/TCP               | spec.containers[1].ports[0].containerPort
          """)
  void whatKubernetesResolvesButRefusesIsInvalid(String containers, String field) {
    assertThat(pod(containers, "").malformed())
        .singleElement()
        .satisfies(
            malformed -> {
              assertThat(malformed.gravity()).isEqualTo(Malformed.Gravity.INVALID);
              assertThat(malformed)
                  .hasToString(field + ": Invalid value: -1: must be between 1 and 65535");
            });
  }

  @Test
  void theDeclarationOfANumberIsTheFirstOfThatProtocol() {
    var pod = (Workload) pod("a=53/UDP ; b=53/TCP ; c=53/TCP", "").object().orElseThrow();
    assertThat(FindPort.declaration(pod, port("53")).orElseThrow().port().name()).isEqualTo("b");
  }

  @Test
  void aNumberOfAnotherProtocolIsNoDeclaration() {
    var pod = (Workload) pod("a=53/UDP", "").object().orElseThrow();
    assertThat(FindPort.declaration(pod, port("53"))).isEmpty();
  }

  private static ServicePort port(String target) {
    return Manifests.object(
            """
            apiVersion: v1
            kind: Service
            metadata: { name: shop }
            spec: { ports: [{ port: 1, targetPort: %s }] }
            """
                .formatted(target),
            ServiceWiring.class)
        .ports()
        .getFirst();
  }

  private static Reading pod(String containers, @Nullable String initContainers) {
    var always = initContainers != null && initContainers.startsWith("always ");
    var init =
        initContainers == null || initContainers.isEmpty()
            ? ""
            : "{ name: init, %s ports: [%s] }"
                .formatted(
                    always ? "restartPolicy: Always," : "",
                    ports(initContainers.replace("always ", "")));
    return Manifests.reading(
        Manifests.trees(
                """
                apiVersion: v1
                kind: Pod
                metadata: { name: shop }
                spec: { containers: [%s], initContainers: [%s] }
                """
                    .formatted(containers(containers), init))
            .getFirst());
  }

  private static String containers(String notation) {
    return notation.isEmpty()
        ? ""
        : Arrays.stream(notation.split(" ; ", -1))
            .map(ports -> "{ name: c, ports: [%s] }".formatted(ports(ports)))
            .collect(Collectors.joining(","));
  }

  private static String ports(String notation) {
    return notation.equals("none")
        ? ""
        : Arrays.stream(notation.split(", ", -1))
            .map(
                port ->
                    port.replaceAll(
                            "(.+)=(-?\\d+)/(\\w+)(?:\\{(.+)\\})?",
                            "{ name: $1, containerPort: $2, protocol: $3, $4 }")
                        .replace("name: -,", ""))
            .collect(Collectors.joining(","));
  }
}
