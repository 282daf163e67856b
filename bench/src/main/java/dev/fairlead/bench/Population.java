package dev.fairlead.bench;

/// How many objects a generated cluster has. Services, Deployments and Pods are spread evenly over
/// its namespaces; each Deployment has a ReplicaSet.
record Population(int namespaces, int services, int deployments, int pods) {
  /// A published production cluster.
  static final Population PRODUCTION = new Population(4_000, 13_000, 8_000, 10_000);

  /// As many Pods as Kubernetes is said to bear, in the same cluster.
  static final Population MOST_PODS = new Population(4_000, 13_000, 8_000, 150_000);

  int of(GeneratedKind kind) {
    return switch (kind) {
      case NAMESPACES -> namespaces;
      case SERVICES, ENDPOINTSLICES -> services;
      case DEPLOYMENTS, REPLICASETS -> deployments;
      case PODS -> pods;
      case REPLICATIONCONTROLLERS, STATEFULSETS, DAEMONSETS, JOBS, CRONJOBS -> 0;
    };
  }

  /// Where a Service is.
  String servicePath(int index) {
    return "/api/v1/namespaces/team-%d/services/service-%d"
        .formatted(index % deployments % namespaces, index);
  }

  /// The JSON of one object, as an API server writes it.
  String object(GeneratedKind kind, int index, long version) {
    return switch (kind) {
      case NAMESPACES -> GeneratedObjects.namespace(index, version);
      case SERVICES -> GeneratedObjects.service(index, index % deployments, namespaces, version);
      case ENDPOINTSLICES ->
          GeneratedObjects.endpointSlice(index, index % deployments, namespaces, version);
      case DEPLOYMENTS -> GeneratedObjects.deployment(index, namespaces, version);
      case REPLICASETS -> GeneratedObjects.replicaSet(index, namespaces, version);
      case PODS -> GeneratedObjects.pod(index, index % deployments, namespaces, version);
      case REPLICATIONCONTROLLERS, STATEFULSETS, DAEMONSETS, JOBS, CRONJOBS ->
          throw new IllegalArgumentException("there are none: " + kind);
    };
  }
}
