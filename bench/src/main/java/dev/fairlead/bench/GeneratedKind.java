package dev.fairlead.bench;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// A kind that the generator serves.
enum GeneratedKind {
  NAMESPACES("/api/v1"),
  SERVICES("/api/v1"),
  PODS("/api/v1"),
  REPLICATIONCONTROLLERS("/api/v1"),
  DEPLOYMENTS("/apis/apps/v1"),
  STATEFULSETS("/apis/apps/v1"),
  DAEMONSETS("/apis/apps/v1"),
  REPLICASETS("/apis/apps/v1"),
  JOBS("/apis/batch/v1"),
  CRONJOBS("/apis/batch/v1"),
  ENDPOINTSLICES("/apis/discovery.k8s.io/v1");

  private final String root;

  GeneratedKind(String root) {
    this.root = root;
  }

  static Optional<GeneratedKind> at(String path) {
    return Stream.of(values()).filter(kind -> path.equals(kind.path())).findFirst();
  }

  private String path() {
    return root + "/" + name().toLowerCase(Locale.ROOT);
  }
}
