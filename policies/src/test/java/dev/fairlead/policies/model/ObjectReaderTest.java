package dev.fairlead.policies.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.policies.fixtures.Manifests;
import dev.fairlead.policies.model.Malformed.Gravity;
import dev.fairlead.policies.model.Metadata.Trait;
import dev.fairlead.policies.model.ServiceWiring.Exposure;
import dev.fairlead.policies.model.SpokenNumbers.Rest;
import dev.fairlead.policies.model.TargetPort.ByName;
import dev.fairlead.policies.model.TargetPort.ByNumber;
import dev.fairlead.policies.model.TargetPort.Origin;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the API server would make of an object, and what it would refuse.
class ObjectReaderTest {
  @ParameterizedTest
  @ValueSource(strings = {"port: 80", "port: 80, protocol: ''", "port: 80, protocol: null"})
  void aProtocolLeftOutIsTcp(String port) {
    assertThat(service("ports: [{%s}]".formatted(port)).ports().getFirst().protocol())
        .isEqualTo("TCP");
    assertThat(deployment("ports: [{%s}]".formatted(port.replace("port:", "containerPort:")), ""))
        .satisfies(
            workload ->
                assertThat(workload.containers().getFirst().ports())
                    .containsExactly(new ContainerPort("", 80, "TCP")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ", targetPort: 0", ", targetPort: ''", ", targetPort: null"})
  void aTargetPortLeftOutIsThePort(String target) {
    assertThat(service("ports: [{port: 80%s}]".formatted(target)).ports().getFirst().target())
        .isEqualTo(new ByNumber(80, Origin.DEFAULTED));
  }

  @Test
  void aTargetPortIsANumberOrAName() {
    var ports =
        service(
                """
                ports:
                - {name: a, port: 80, targetPort: 8080}
                - {name: b, port: 81, targetPort: http}
                - {name: c, port: 82, targetPort: "8080"}
                """)
            .ports();
    assertThat(ports.stream().map(ServicePort::target))
        .containsExactly(
            new ByNumber(8080, Origin.WRITTEN), new ByName("http"), new ByName("8080"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ports: [{port: 80}]                                | VIRTUAL_IP
          type: '', ports: [{port: 80}]                      | VIRTUAL_IP
          type: NodePort, ports: [{port: 80}]                | VIRTUAL_IP
          type: LoadBalancer, clusterIP: 10.0.0.1, ports: [{port: 80}] | VIRTUAL_IP
          clusterIP: None                                    | HEADLESS
          type: ExternalName, externalName: example.com      | EXTERNAL_NAME
          type: ExternalName, clusterIP: None                | EXTERNAL_NAME
          """)
  void theTypeSaysHowClientsReachAService(String spec, Exposure exposure) {
    assertThat(service("{%s}".formatted(spec)).exposure()).isEqualTo(exposure);
  }

  @Test
  void aNamespaceLeftOutIsTheClientsAndIsKnownToBe() {
    var left = object("{apiVersion: v1, kind: Service, metadata: {name: s}, spec: {selector: {}}}");
    assertThat(left.ref().namespace()).isEqualTo(Manifests.DEFAULT_NAMESPACE);
    assertThat(left.metadata().traits()).doesNotContain(Trait.NAMESPACE_WRITTEN);
    var written =
        object("{apiVersion: v1, kind: Service, metadata: {name: s, namespace: default}}");
    assertThat(written.ref()).isEqualTo(left.ref());
    assertThat(written.metadata().traits()).contains(Trait.NAMESPACE_WRITTEN);
  }

  @Test
  void anEmptySelectorIsNone() {
    assertThat(service("{selector: {}, ports: [{port: 80}]}").selects()).isFalse();
    assertThat(service("{selector: null, ports: [{port: 80}]}").selects()).isFalse();
    assertThat(service("{selector: {a: b}, ports: [{port: 80}]}").selects()).isTrue();
    assertThat(service("{type: ExternalName, selector: {a: b}}").selects()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          v1                          | Pod                   | spec: {containers: [{name: c}]}
          v1                          | ReplicationController | spec: {template: {spec: {containers: [{name: c}]}}}
          apps/v1                     | Deployment            | spec: {template: {spec: {containers: [{name: c}]}}}
          apps/v1beta2                | StatefulSet           | spec: {template: {spec: {containers: [{name: c}]}}}
          extensions/v1beta1          | DaemonSet             | spec: {template: {spec: {containers: [{name: c}]}}}
          apps/v1                     | ReplicaSet            | spec: {template: {spec: {containers: [{name: c}]}}}
          batch/v1                    | Job                   | spec: {template: {spec: {containers: [{name: c}]}}}
          batch/v1                    | CronJob               | spec: {jobTemplate: {spec: {template: {spec: {containers: [{name: c}]}}}}}
          argoproj.io/v1alpha1        | Rollout               | spec: {template: {spec: {containers: [{name: c}]}}}
          apps.openshift.io/v1        | DeploymentConfig      | spec: {template: {spec: {containers: [{name: c}]}}}
          serving.knative.dev/v1      | Service               | spec: {template: {spec: {containers: [{name: c}]}}}
          """)
  void everyKindWithAPodTemplateIsAWorkload(String apiVersion, String kind, String spec) {
    var yaml =
        "{apiVersion: %s, kind: %s, metadata: {name: w}, %s}".formatted(apiVersion, kind, spec);
    assertThat(object(yaml))
        .isInstanceOfSatisfying(
            Workload.class,
            workload ->
                assertThat(workload.containers()).extracting(Container::name).containsExactly("c"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          v1                          | ConfigMap          | None
          v1                          | PodTemplate        | None
          networking.k8s.io/v1        | Ingress            | None
          autoscaling/v2              | HorizontalPodAutoscaler | Scales
          cert-manager.io/v1          | Certificate        | None
          networking.istio.io/v1      | VirtualService     | None
          argoproj.io/v1alpha1        | Application        | None
          argoproj.io/v1alpha1        | Rollout            | Unknown
          argoproj.io/v1alpha1        | Workflow           | Unknown
          monitoring.coreos.com/v1    | ServiceMonitor     | None
          monitoring.coreos.com/v1    | PrometheusRule     | None
          monitoring.coreos.com/v1    | Prometheus         | Unknown
          monitoring.coreos.com/v1    | Alertmanager       | Unknown
          postgresql.cnpg.io/v1       | Cluster            | Unknown
          helm.toolkit.fluxcd.io/v2   | HelmRelease        | Unknown
          kustomize.toolkit.fluxcd.io/v1 | Kustomization   | None
          example.com/v1              | Widget             | Unknown
          example.com/v1              | Service            | Unknown
          """)
  void aKindWithoutATemplateMayMakePodsUnlessItIsKnownNotTo(
      String apiVersion, String kind, String pods) {
    assertThat(
            object("{apiVersion: %s, kind: %s, metadata: {name: o}}".formatted(apiVersion, kind)))
        .isInstanceOfSatisfying(
            OtherObject.class,
            other -> assertThat(other.pods().getClass().getSimpleName()).isEqualTo(pods));
  }

  /// N6: the API server takes selector and labels of a ReplicationController from its template.
  @Test
  void aReplicationControllerWithoutSelectorIsItsTemplate() {
    var template = "template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c}]}}";
    var start = "{apiVersion: v1, kind: ReplicationController, metadata: {name: r}, spec: {";
    var left = (Workload) object(start + template + "}}");
    var written = (Workload) object(start + "selector: {a: b}, " + template + "}}");
    assertThat(left).isEqualTo(written);
    assertThat(left.labels()).isEqualTo(Map.of("a", "b"));
  }

  /// N7: the API server writes hostPort into Pods of the host network; no Service looks at it.
  @Test
  void aHostPortChangesNothing() {
    var start = "{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {hostNetwork: true, ";
    var container = "containers: [{name: c, ports: [{name: http, containerPort: 80%s}]}]}}";
    assertThat(object(start + container.formatted(", hostPort: 80")))
        .isEqualTo(object(start + container.formatted("")));
  }

  @Test
  void switchesAreLabelsAndAnnotationsOfOursAlone() {
    var namespace =
        object(
            """
            apiVersion: v1
            kind: Namespace
            metadata:
              name: prod
              labels: { fairlead.dev/level: strict, team: shop }
              annotations: { check.fairlead.dev/selector-unmatched: warn, note: none }
            """);
    assertThat(namespace.metadata().switches())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "fairlead.dev/level", "strict", "check.fairlead.dev/selector-unmatched", "warn"));
    assertThat(namespace.ref().namespace()).isEmpty();
  }

  @Test
  void onlyTheOwnerThatControlsCounts() {
    var pod =
        object(
            """
            apiVersion: v1
            kind: Pod
            metadata:
              generateName: shop-
              ownerReferences:
              - { apiVersion: v1, kind: ConfigMap, name: x }
              - { apiVersion: apps/v1, kind: ReplicaSet, name: shop, controller: true }
            """);
    assertThat(pod.metadata().controller())
        .contains(new Metadata.Owner("apps/v1", "ReplicaSet", "shop"));
    assertThat(pod.metadata().traits()).contains(Trait.NAME_GENERATED);
    assertThat(pod.ref()).hasToString("Pod/shop-");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          metadata: {name: s, labels: null}                  | ``
          metadata: {name: s, labels: {a: 1.10}}             | metadata.labels[a]: Invalid value: 1.1: must be a string, in quotes: "1.1"
          metadata: {name: s, labels: {a: no}}               | metadata.labels[a]: Invalid value: false: must be a string, in quotes: "false"
          metadata: {name: s, labels: {a: null}}             | ``
          metadata: {name: s, labels: [a]}                   | metadata.labels: Invalid value: a list: must be an object
          metadata: {name: s, labels: a}                     | metadata.labels: Invalid value: a: must be an object
          metadata: {name: s, labels: {a: {b: c}}}           | metadata.labels[a]: Invalid value: an object: must be a string
          metadata: {name: s, annotations: {a: 7}}           | metadata.annotations[a]: Invalid value: 7: must be a string, in quotes: "7"
          metadata: {name: 7}                                | metadata.name: Invalid value: 7: must be a string, in quotes: "7"
          metadata: {name: s, namespace: [n]}                | metadata.namespace: Invalid value: a list: must be a string
          metadata: x                                        | metadata: Invalid value: x: must be an object
          spec: x                                            | spec: Invalid value: x: must be an object
          spec: {selector: x, ports: [{port: 80}]}           | spec.selector: Invalid value: x: must be an object
          spec: {selector: [x], ports: [{port: 80}]}         | spec.selector: Invalid value: a list: must be an object
          spec: {selector: {a: 1}, ports: [{port: 80}]}      | spec.selector[a]: Invalid value: 1: must be a string, in quotes: "1"
          spec: {ports: {port: 80}}                          | spec.ports: Invalid value: an object: must be a list
          spec: {ports: [80]}                                | spec.ports[0]: Invalid value: 80: must be an object
          spec: {ports: [{port: "80"}]}                      | spec.ports[0].port: Invalid value: 80: must be a whole number of 32 bits
          spec: {ports: [{port: 80.5}]}                      | spec.ports[0].port: Invalid value: 80.5: must be a whole number of 32 bits
          spec: {ports: [{port: 99999999999}]}               | spec.ports[0].port: Invalid value: 99999999999: must be a whole number of 32 bits
          spec: {ports: [{port: 80, targetPort: [a]}]}       | spec.ports[0].targetPort: Invalid value: a list: must be a whole number of 32 bits or a string
          spec: {ports: [{port: 80, targetPort: true}]}      | spec.ports[0].targetPort: Invalid value: true: must be a whole number of 32 bits or a string
          """)
  void whatDoesNotDecodeIsNoObject(String fields, String wanted) {
    var reading =
        reading(
            "{apiVersion: v1, kind: Service, %s, %s, %s}"
                .formatted(
                    fields,
                    fields.startsWith("metadata") ? "a: b" : "metadata: {name: s}",
                    fields.startsWith("spec") ? "a: b" : "spec: {ports: [{port: 80}]}"));
    assertThat(reading.malformed().stream().filter(m -> m.gravity() == Gravity.UNDECODABLE))
        .extracting(Malformed::toString)
        .isEqualTo(wanted.isEmpty() ? List.of() : List.of(wanted));
    assertThat(reading.object().isPresent()).isEqualTo(wanted.isEmpty());
    assertThat(reading.ref().kind()).isEqualTo("Service");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ports: []                                          | spec.ports: Required value: must name at least one port
          ports: null                                        | spec.ports: Required value: must name at least one port
          ports: [{}]                                        | spec.ports[0].port: Required value: must be between 1 and 65535
          ports: [{port: 0}]                                 | spec.ports[0].port: Invalid value: 0: must be between 1 and 65535
          ports: [{port: 70000}]                             | spec.ports[0].port: Invalid value: 70000: must be between 1 and 65535
          ports: [{port: 80, targetPort: 70000}]             | spec.ports[0].targetPort: Invalid value: 70000: must be between 1 and 65535
          ports: [{port: 80, targetPort: an-overlong-name}]  | spec.ports[0].targetPort: Invalid value: "an-overlong-name": must be no more than 15 characters
          ports: [{port: 80, targetPort: HTTP}]              | spec.ports[0].targetPort: Invalid value: "HTTP": must be lower case letters, digits and single hyphens between them, with a letter
          ports: [{port: 80, targetPort: a--b}]              | spec.ports[0].targetPort: Invalid value: "a--b": must be lower case letters, digits and single hyphens between them, with a letter
          ports: [{port: 80, targetPort: -a}]                | spec.ports[0].targetPort: Invalid value: "-a": must be lower case letters, digits and single hyphens between them, with a letter
          ports: [{port: 80}, {name: b, port: 81}]           | spec.ports[0].name: Required value: every one of several ports must have a name
          ports: [{name: a, port: 80}, {name: a, port: 81}]  | spec.ports[1].name: Duplicate value: "a"
          ports: [{name: a, port: 80}, {name: b, port: 80}]  | spec.ports[1].port: Duplicate value: 80/TCP
          """)
  void whatTheApiServerRefusesIsInvalidButJudged(String spec, String wanted) {
    var reading =
        reading("{apiVersion: v1, kind: Service, metadata: {name: s}, spec: {%s}}".formatted(spec));
    assertThat(reading.malformed()).extracting(Malformed::toString).containsExactly(wanted);
    assertThat(reading.malformed()).extracting(Malformed::gravity).containsOnly(Gravity.INVALID);
    assertThat(reading.object()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "clusterIP: None",
        "clusterIP: None, ports: []",
        "type: ExternalName",
        "ports: [{name: dns, port: 53}, {name: dns-udp, port: 53, protocol: UDP}]",
        "ports: [{port: 80, targetPort: '8080'}]"
      })
  void whatTheApiServerTakesIsNotMalformed(String spec) {
    assertThat(
            reading(
                    "{apiVersion: v1, kind: Service, metadata: {name: s}, spec: {%s}}"
                        .formatted(spec))
                .malformed())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          containers: null                                   | ''
          containers: [null]                                 | ''
          containers: [{name: c, ports: null}]               | ''
          containers: [{name: c, env: null, args: null, command: null, readinessProbe: null}] | ''
          containers: x                                      | spec.template.spec.containers: Invalid value: x: must be a list
          containers: [x]                                    | spec.template.spec.containers[0]: Invalid value: x: must be an object
          containers: [{name: 7}]                            | spec.template.spec.containers[0].name: Invalid value: 7: must be a string, in quotes: "7"
          containers: [{name: c, ports: 80}]                 | spec.template.spec.containers[0].ports: Invalid value: 80: must be a list
          containers: [{name: c, ports: ['80']}]             | spec.template.spec.containers[0].ports[0]: Invalid value: 80: must be an object
          containers: [{name: c, ports: [{containerPort: '80'}]}] | spec.template.spec.containers[0].ports[0].containerPort: Invalid value: 80: must be a whole number of 32 bits
          containers: [{name: c, readinessProbe: x}]         | spec.template.spec.containers[0].readinessProbe: Invalid value: x: must be an object
          """)
  void aTemplateDecodesOrDoesNot(String spec, String wanted) {
    var reading =
        reading(
            "{apiVersion: apps/v1, kind: Deployment, metadata: {name: d}, spec: {template: {spec: {%s}}}}"
                .formatted(spec));
    assertThat(reading.malformed().stream().filter(m -> m.gravity() == Gravity.UNDECODABLE))
        .extracting(Malformed::toString)
        .isEqualTo(wanted.isEmpty() ? List.of() : List.of(wanted));
    assertThat(reading.object().isPresent()).isEqualTo(wanted.isEmpty());
  }

  @Test
  void aCustomKindMayHaveASelectorOfItsOwnForm() {
    var spec = "spec: {selector: 'app=d', template: {spec: {containers: [{name: c}]}}}";
    var custom =
        reading(
            "{apiVersion: example.com/v1, kind: Fleet, metadata: {name: d}, %s}".formatted(spec));
    assertThat(custom.malformed()).isEmpty();
    assertThat(custom.object()).containsInstanceOf(Workload.class);
    var builtIn =
        reading("{apiVersion: apps/v1, kind: Deployment, metadata: {name: d}, %s}".formatted(spec));
    assertThat(builtIn.malformed())
        .extracting(Malformed::toString)
        .containsExactly("spec.selector: Invalid value: app=d: must be an object");
  }

  @Test
  void aMistakeInAPodsLabelsIsToldOnce() {
    assertThat(
            reading("{apiVersion: v1, kind: Pod, metadata: {name: p, labels: {a: 1}}}").malformed())
        .hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{kind: Service}",
        "{apiVersion: v1}",
        "{apiVersion: v1, kind: Service}",
        "{apiVersion: v1, kind: Service, metadata: null, spec: null}",
        "{apiVersion: 1, kind: [Service]}",
        "{apiVersion: apps/v1, kind: Deployment}",
        "{apiVersion: v1, kind: Pod, status: {podIPs: null, phase: null}}",
        "{apiVersion: '/', kind: '/'}"
      })
  void howeverLittleThereIsItIsRead(String yaml) {
    assertThat(reading(yaml).ref()).isNotNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          args: ["--port=3000"]                              | 3000
          command: [sh, -c, "serve :8080 --admin 9090"]      | 8080,9090
          env: [{name: PORT, value: "5432"}]                 | 5432
          env: [{name: PORT, value: 5432}]                   | 5432
          args: [3000]                                       | 3000
          args: ["v99999", "0", "-1"]                        | 1
          args: ["port٣٠٠٠"]                                 | 3000
          args: ["no number", null]                          | ``
          """)
  void numbersThatAPodSpeaksOfAreKnown(String container, String numbers) {
    assertThat(
            deployment(container, "").spokenNumbers().said().stream().sorted().map(String::valueOf))
        .isEqualTo(numbers.isEmpty() ? List.of() : List.of(numbers.split(",", -1)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          httpGet: {port: http}      | http | httpGet.port
          tcpSocket: {port: db}      | db   | tcpSocket.port
          httpGet: {port: 8080}      | ''   | httpGet.port
          httpGet: {port: "8080"}    | ''   | httpGet.port
          grpc: {port: 50051}        | ''   | grpc.port
          exec: {command: [ls]}      | ''   | ''
          """)
  void aProbeNamesItsPortOrNot(String handler, String name, String field) {
    var probe =
        deployment("livenessProbe: {%s}".formatted(handler), "")
            .containers()
            .getFirst()
            .probes()
            .getFirst();
    assertThat(probe.portName().orElse("")).isEqualTo(name);
    assertThat(probe.portPath())
        .hasToString(
            "spec.template.spec.containers[0].livenessProbe"
                + (field.isEmpty() ? "" : "." + field));
  }

  /// Neither what is written at such length nor what grows to it.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "env: [{name: A, value: '%s 3000'}]",
        "env: [{name: A, value: '%2$s'}, {name: B, value: '$(A) $(A) 3000'}]"
      })
  void whatAVariableTooLongToBeReadSaysOfPortsIsNotKnown(String container) {
    var written = container.formatted("x".repeat(4_096), "x".repeat(2_500));

    assertThat(deployment(written, "").spokenNumbers().rest()).isEqualTo(Rest.UNKNOWN);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          postStart: {httpGet: {port: http}}   | http
          preStop: {tcpSocket: {port: db}}     | db
          preStop: {httpGet: {port: 8080}}     | ''
          preStop: {httpGet: {port: "8080"}}   | ''
          preStop: {exec: {command: [ls]}}     | ''
          """)
  void aLifecycleHookNamesItsPortOrNot(String hook, String name) {
    var hooks = deployment("lifecycle: {%s}".formatted(hook), "").containers().getFirst().hooks();

    assertThat(hooks.stream().map(Hook::port))
        .isEqualTo(name.isEmpty() ? List.of() : List.of(name));
  }

  private static Reading reading(String yaml) {
    return Manifests.reading(Manifests.trees(yaml).getFirst());
  }

  private static KubernetesObject object(String yaml) {
    return Manifests.object(yaml, KubernetesObject.class);
  }

  private static ServiceWiring service(String spec) {
    var indented = spec.indent(2);
    return Manifests.object(
        "apiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec:\n" + indented,
        ServiceWiring.class);
  }

  private static Workload deployment(String container, String template) {
    return Manifests.object(
        """
        {apiVersion: apps/v1, kind: Deployment, metadata: {name: d}, spec: {template:
          {metadata: {labels: {app: d}}, spec: {containers: [{name: c, %s}] %s}}}}
        """
            .formatted(container, template),
        Workload.class);
  }
}
