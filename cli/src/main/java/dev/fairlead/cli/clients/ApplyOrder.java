package dev.fairlead.cli.clients;

import java.util.Comparator;
import java.util.List;

/// The orders of kinds that deployers know.
final class ApplyOrder {
  /// Stands for every kind that the list does not name.
  private static final String OTHERS = "*";

  /// Helm's `InstallOrder` (helm pkg/release/v1/util/kind_sorter.go), which Argo CD has too.
  static final List<String> HELM =
      List.of(
          "PriorityClass",
          "Namespace",
          "NetworkPolicy",
          "ResourceQuota",
          "LimitRange",
          "PodSecurityPolicy",
          "PodDisruptionBudget",
          "ServiceAccount",
          "Secret",
          "SecretList",
          "ConfigMap",
          "StorageClass",
          "PersistentVolume",
          "PersistentVolumeClaim",
          "CustomResourceDefinition",
          "ClusterRole",
          "ClusterRoleList",
          "ClusterRoleBinding",
          "ClusterRoleBindingList",
          "Role",
          "RoleList",
          "RoleBinding",
          "RoleBindingList",
          "Service",
          "DaemonSet",
          "Pod",
          "ReplicationController",
          "ReplicaSet",
          "Deployment",
          "HorizontalPodAutoscaler",
          "StatefulSet",
          "Job",
          "CronJob",
          "IngressClass",
          "Ingress",
          "APIService",
          "MutatingWebhookConfiguration",
          "ValidatingWebhookConfiguration",
          OTHERS);

  /// Kustomize's legacy order (kustomize SortOrderTransformer), which `kubectl apply -k` forces and
  /// Flux keeps within a stage.
  static final List<String> KUSTOMIZE =
      List.of(
          "Namespace",
          "ResourceQuota",
          "StorageClass",
          "CustomResourceDefinition",
          "ServiceAccount",
          "PodSecurityPolicy",
          "Role",
          "ClusterRole",
          "RoleBinding",
          "ClusterRoleBinding",
          "ConfigMap",
          "Secret",
          "Endpoints",
          "Service",
          "LimitRange",
          "PriorityClass",
          "PersistentVolume",
          "PersistentVolumeClaim",
          "Deployment",
          "StatefulSet",
          "CronJob",
          "PodDisruptionBudget",
          OTHERS,
          "MutatingWebhookConfiguration",
          "ValidatingWebhookConfiguration");

  private ApplyOrder() {}

  static Comparator<String> by(List<String> kinds) {
    return Comparator.comparingInt(kind -> rank(kinds, kind));
  }

  private static int rank(List<String> kinds, String kind) {
    var rank = kinds.indexOf(kind);
    return rank >= 0 ? rank : kinds.indexOf(OTHERS);
  }
}
