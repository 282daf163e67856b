package dev.fairlead.policies.resolve;

import dev.fairlead.policies.model.Workload;
import dev.fairlead.policies.resolve.SelectorMatch.Match;
import java.util.Map;
import java.util.Set;

/// Labels that no template has, because a controller adds them to the Pods.
final class RuntimeLabels {
  /// Computed from the workload, so that a value can be checked.
  private static final Map<String, Set<String>> COMPUTED =
      Map.of(
          "statefulset.kubernetes.io/pod-name", Set.of("StatefulSet"),
          "apps.kubernetes.io/pod-index", Set.of("StatefulSet"),
          "job-name", Set.of("Job", "CronJob"),
          "batch.kubernetes.io/job-name", Set.of("Job", "CronJob"));

  /// Set by Kubernetes' controllers to values that nobody can foresee, with the kinds that get
  /// them.
  private static final Map<String, Set<String>> UNFORESEEABLE =
      Map.of(
          "pod-template-hash", Set.of("Deployment", "ReplicaSet"),
          "controller-revision-hash", Set.of("StatefulSet", "DaemonSet"),
          "pod-template-generation", Set.of("DaemonSet"),
          "controller-uid", Set.of("Job", "CronJob"),
          "batch.kubernetes.io/controller-uid", Set.of("Job", "CronJob"),
          "batch.kubernetes.io/job-completion-index", Set.of("Job", "CronJob"));

  /// Set by third parties: Argo Rollouts, Vault, Patroni, CloudNativePG, Knative, OpenShift,
  /// OpenKruise.
  private static final Set<String> THIRD_PARTY =
      Set.of(
          "rollouts-pod-template-hash",
          "vault-active",
          "vault-initialized",
          "vault-perf-standby",
          "vault-sealed",
          "spilo-role",
          "cnpg.io/instanceRole",
          "cnpg.io/instanceName",
          "cnpg.io/podRole",
          "serving.knative.dev/configuration",
          "serving.knative.dev/configurationGeneration",
          "serving.knative.dev/revision",
          "serving.knative.dev/service",
          "deploymentconfig",
          "apps.kruise.io/subset-name");

  /// What Patroni, Redis operators and electors of leaders set `role` to; any other value is a
  /// label of the template.
  private static final Set<String> ROLES =
      Set.of("master", "primary", "replica", "slave", "standby", "leader", "follower");

  private RuntimeLabels() {}

  static boolean isRuntime(String key, String value) {
    return isComputed(key) || UNFORESEEABLE.containsKey(key) || isThirdPartys(key, value);
  }

  private static boolean isThirdPartys(String key, String value) {
    return THIRD_PARTY.contains(key) || (key.equals("role") && ROLES.contains(value));
  }

  static boolean isComputed(String key) {
    return COMPUTED.containsKey(key);
  }

  /// Whether a workload whose template lacks the label has Pods that carry it.
  static Match match(String key, String value, Workload workload) {
    if (isThirdPartys(key, value)) {
      return Match.FULL;
    }
    var kind = workload.ref().kind();
    if (!isComputed(key)) {
      return UNFORESEEABLE.getOrDefault(key, Set.of()).contains(kind) ? Match.FULL : Match.NONE;
    }
    if (!COMPUTED.getOrDefault(key, Set.of()).contains(kind)) {
      return Match.NONE;
    }
    return gets(key, value, workload) ? Match.FULL : Match.ALL_BUT_COMPUTED;
  }

  private static boolean gets(String key, String value, Workload workload) {
    var name = workload.ref().name();
    return switch (key) {
      case "statefulset.kubernetes.io/pod-name" ->
          value.startsWith(name + "-") && isOrdinal(value.substring(name.length() + 1), workload);
      case "apps.kubernetes.io/pod-index" -> isOrdinal(value, workload);
      default ->
          value.equals(name)
              || (workload.ref().kind().equals("CronJob") && value.startsWith(name + "-"));
    };
  }

  private static boolean isOrdinal(String text, Workload workload) {
    return text.matches("0|[1-9][0-9]{0,8}")
        && workload
            .ordinals()
            .map(ordinals -> ordinals.include(Integer.parseInt(text)))
            .orElse(false);
  }
}
