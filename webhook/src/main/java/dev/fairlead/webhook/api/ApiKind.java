package dev.fairlead.webhook.api;

import java.util.List;
import java.util.Set;

/// A kind of object as the API server serves it.
///
/// @param group empty for the core group
/// @param plural what the API server and RBAC call its objects
public record ApiKind(String group, String version, String kind, String plural, Scope scope) {
  /// Where the objects of a kind live.
  public enum Scope {
    CLUSTER,
    NAMESPACE
  }

  public static final ApiKind SERVICES = builtIn("", "Service", "services");

  /// Of no use for reviews: only settle watches them.
  public static final ApiKind ENDPOINT_SLICES =
      new ApiKind("discovery.k8s.io", "v1", "EndpointSlice", "endpointslices", Scope.NAMESPACE);

  public static final ApiKind NAMESPACES =
      new ApiKind("", "v1", "Namespace", "namespaces", Scope.CLUSTER);

  /// The built-in kinds that live in a namespace and take part in wiring.
  public static final List<ApiKind> BUILT_IN =
      List.of(
          SERVICES,
          builtIn("", "Pod", "pods"),
          builtIn("", "ReplicationController", "replicationcontrollers"),
          builtIn("apps", "Deployment", "deployments"),
          builtIn("apps", "StatefulSet", "statefulsets"),
          builtIn("apps", "DaemonSet", "daemonsets"),
          builtIn("apps", "ReplicaSet", "replicasets"),
          builtIn("batch", "Job", "jobs"),
          builtIn("batch", "CronJob", "cronjobs"));

  /// The templates that StatefulSets and DaemonSets have had: only read where a denial depends on
  /// one.
  public static final ApiKind CONTROLLER_REVISIONS =
      new ApiKind("apps", "v1", "ControllerRevision", "controllerrevisions", Scope.NAMESPACE);

  private static ApiKind builtIn(String group, String kind, String plural) {
    return new ApiKind(group, "v1", kind, plural, Scope.NAMESPACE);
  }

  /// What is read of its objects: of Services who wrote their ports last, of workloads from which
  /// volumes they may be configured; of Pods, the most of all objects, neither.
  public JsonAnswer.Reads reads() {
    var besides =
        switch (kind) {
          case "Service" -> group.isEmpty() ? Set.of("managedFields") : Set.of("volumes");
          case "Pod" -> Set.<String>of();
          default -> Set.of("volumes");
        };
    return new JsonAnswer.Reads(statusFields(), besides);
  }

  private Set<String> statusFields() {
    if (!group.isEmpty() && !group.equals("apps")) {
      return Set.of();
    }
    return switch (kind) {
      case "Service" -> Set.of("conditions");
      case "Pod" -> Set.of("phase", "podIP", "podIPs");
      case "DaemonSet" -> Set.of("desiredNumberScheduled");
      default -> Set.of();
    };
  }

  /// Always the same string, for every object of the kind keeps it.
  public String apiVersion() {
    return group.isEmpty() ? version : (group + "/" + version).intern();
  }

  /// How users call it: `deployments`, `rollouts.argoproj.io`.
  public String resource() {
    return isCustom() ? plural + "." + group : plural;
  }

  public boolean isCustom() {
    return !equals(NAMESPACES) && !equals(ENDPOINT_SLICES) && !BUILT_IN.contains(this);
  }

  /// Where all its objects are.
  public ApiPath path() {
    return root().and(plural);
  }

  /// Where its objects of one namespace are, or those of the whole cluster that reach into it.
  public ApiPath path(String namespace) {
    return scope == Scope.CLUSTER ? path() : namespaced(namespace);
  }

  private ApiPath namespaced(String namespace) {
    return root().and("namespaces", namespace, plural);
  }

  private ApiPath root() {
    return group.isEmpty() ? ApiPath.of("api", version) : ApiPath.of("apis", group, version);
  }
}
