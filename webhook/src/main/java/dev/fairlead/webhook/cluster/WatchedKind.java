package dev.fairlead.webhook.cluster;

import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.List;
import java.util.Locale;

/// A kind of object that Fairlead has to know of.
enum WatchedKind {
  NAMESPACES("", "v1", "Namespace"),
  SERVICES("", "v1", "Service"),
  PODS("", "v1", "Pod"),
  REPLICATION_CONTROLLERS("", "v1", "ReplicationController"),
  DEPLOYMENTS("apps", "v1", "Deployment"),
  STATEFUL_SETS("apps", "v1", "StatefulSet"),
  DAEMON_SETS("apps", "v1", "DaemonSet"),
  REPLICA_SETS("apps", "v1", "ReplicaSet"),
  JOBS("batch", "v1", "Job"),
  CRON_JOBS("batch", "v1", "CronJob");

  /// The kinds that live in a namespace.
  static final List<WatchedKind> NAMESPACED =
      List.of(values()).stream().filter(kind -> kind != NAMESPACES).toList();

  private final String group;
  private final String version;
  private final String kind;

  WatchedKind(String group, String version, String kind) {
    this.group = group;
    this.version = version;
    this.kind = kind;
  }

  String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  String kind() {
    return kind;
  }

  /// The plural that the API server and RBAC know it by.
  String resource() {
    return name().toLowerCase(Locale.ROOT).replace("_", "");
  }

  ResourceDefinitionContext context() {
    return new ResourceDefinitionContext.Builder()
        .withGroup(group)
        .withVersion(version)
        .withKind(kind)
        .withPlural(resource())
        .withNamespaced(this != NAMESPACES)
        .build();
  }
}
