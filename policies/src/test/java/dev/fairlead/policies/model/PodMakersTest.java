package dev.fairlead.policies.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PodMakersTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "config.openshift.io/Ingress",
        "consul.hashicorp.com/ServiceDefaults",
        "dapr.io/Component",
        "elbv2.k8s.aws/TargetGroupBinding",
        "getambassador.io/Mapping",
        "grafana.integreatly.org/GrafanaDashboard",
        "inference.networking.x-k8s.io/InferenceModel",
        "kafka.strimzi.io/KafkaTopic",
        "longhorn.io/RecurringJob",
        "monitoring.coreos.com/ServiceMonitor",
        "multicluster.x-k8s.io/ServiceExport",
        "postgresql.cnpg.io/ScheduledBackup",
        "rabbitmq.com/Queue",
        "rds.services.k8s.aws/DBInstance",
        "secrets.hashicorp.com/VaultStaticSecret",
        "sql.cnrm.cloud.google.com/SQLInstance",
        "tekton.dev/Task",
        "velero.io/Schedule"
      })
  void makeNone(String name) {
    assertThat(mayMakePods(name)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "argoproj.io/Workflow",
        "ceph.rook.io/CephFilesystem",
        "consul.hashicorp.com/TerminatingGateway",
        "core.cnrm.cloud.google.com/ConfigConnectorContext",
        "eks.services.k8s.aws/Addon",
        "elasticsearch.k8s.elastic.co/Elasticsearch",
        "grafana.integreatly.org/Grafana",
        "helm.toolkit.fluxcd.io/HelmRelease",
        "kafka.strimzi.io/Kafka",
        "kafka.strimzi.io/KafkaConnect",
        "keda.sh/ScaledJob",
        "kuma.io/MeshGatewayInstance",
        "metallb.io/MetalLB",
        "monitoring.coreos.com/Prometheus",
        "operator.openshift.io/IngressController",
        "postgresql.cnpg.io/Cluster",
        "postgresql.cnpg.io/Pooler",
        "rabbitmq.com/RabbitmqCluster",
        "serving.knative.dev/Service",
        "tekton.dev/PipelineRun",
        "tekton.dev/TaskRun",
        "triggers.tekton.dev/EventListener",
        "velero.io/Restore",
        "s3.example.com/Bucket"
      })
  void mayMakeSome(String name) {
    assertThat(mayMakePods(name)).isTrue();
  }

  @Test
  void aFamilyIsOneLabelLonger() {
    var makers = new PodMakers(Set.of("*.example.com", "!a.example.com/Maker"), Map.of());
    assertThat(makers.mayMakePods("a.example.com", "Bucket")).isFalse();
    assertThat(makers.mayMakePods("a.example.com", "Maker")).isTrue();
    assertThat(makers.mayMakePods("b.example.com", "Maker")).isFalse();
    assertThat(makers.mayMakePods("example.com", "Bucket")).isTrue();
    assertThat(makers.mayMakePods("a.b.example.com", "Bucket")).isTrue();
  }

  @Test
  void whatTheOwnerOfAClusterSaysStandsBeforeTheFamily() {
    var makers = PodMakers.COMMON.and(Set.of("eks.services.k8s.aws/Addon"), Map.of());
    assertThat(makers.mayMakePods("eks.services.k8s.aws", "Addon")).isFalse();
  }

  private static boolean mayMakePods(String name) {
    var slash = name.indexOf('/');
    return PodMakers.COMMON.mayMakePods(name.substring(0, slash), name.substring(slash + 1));
  }
}
