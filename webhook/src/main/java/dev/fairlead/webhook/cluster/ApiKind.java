package dev.fairlead.webhook.cluster;

import java.util.List;

/// A kind of object as the API server serves it.
///
/// @param group empty for the core group
/// @param plural what the API server and RBAC call its objects
record ApiKind(String group, String version, String kind, String plural, Scope scope) {
  /// Where the objects of a kind live.
  enum Scope {
    CLUSTER,
    NAMESPACE
  }

  static final ApiKind NAMESPACES = new ApiKind("", "v1", "Namespace", "namespaces", Scope.CLUSTER);

  /// The built-in kinds that live in a namespace and take part in wiring.
  static final List<ApiKind> BUILT_IN =
      List.of(
          builtIn("", "Service", "services"),
          builtIn("", "Pod", "pods"),
          builtIn("", "ReplicationController", "replicationcontrollers"),
          builtIn("apps", "Deployment", "deployments"),
          builtIn("apps", "StatefulSet", "statefulsets"),
          builtIn("apps", "DaemonSet", "daemonsets"),
          builtIn("apps", "ReplicaSet", "replicasets"),
          builtIn("batch", "Job", "jobs"),
          builtIn("batch", "CronJob", "cronjobs"));

  private static ApiKind builtIn(String group, String kind, String plural) {
    return new ApiKind(group, "v1", kind, plural, Scope.NAMESPACE);
  }

  String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /// How users call it: `deployments`, `rollouts.argoproj.io`.
  String resource() {
    return isCustom() ? plural + "." + group : plural;
  }

  boolean isCustom() {
    return !equals(NAMESPACES) && !BUILT_IN.contains(this);
  }

  /// Where all its objects are.
  String path() {
    return root() + "/" + plural;
  }

  /// Where its objects of one namespace are.
  String path(String namespace) {
    return root() + "/namespaces/" + namespace + "/" + plural;
  }

  private String root() {
    return group.isEmpty() ? "/api/" + version : "/apis/" + group + "/" + version;
  }
}
