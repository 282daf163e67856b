package dev.fairlead.webhook.cluster;

import dev.fairlead.policies.model.KubernetesObject;
import dev.fairlead.policies.model.Metadata;
import dev.fairlead.policies.model.NamespaceSwitches;
import dev.fairlead.policies.model.ObjectReader;
import dev.fairlead.policies.model.OtherObject;
import dev.fairlead.policies.model.Reading;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.model.Workload;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reduces what the API server sends to what wiring needs, and keeps one of what is equal: the Pods
/// of a workload differ in little but their names.
final class Reduction {
  /// How many parts of workloads are remembered.
  private static final int PARTS = 1 << 14;

  private final ObjectReader reader;
  private final Shared<Object> parts = new Shared<>(PARTS);

  Reduction(ObjectReader reader) {
    this.reader = reader;
  }

  /// Never fails: an object that cannot be read may be anything, and stands as such.
  ///
  /// @param tree is changed: objects of a list name neither kind nor version
  KubernetesObject of(ApiKind kind, Map<String, @Nullable Object> tree) {
    tree.put("apiVersion", kind.apiVersion());
    tree.put("kind", kind.kind());
    var reading = reader.read(tree, "");
    return reading.object().map(this::sharing).orElseGet(() -> unreadable(reading));
  }

  private static KubernetesObject unreadable(Reading reading) {
    return new OtherObject(Metadata.of(reading.ref()), new OtherObject.Pods.Unknown());
  }

  private KubernetesObject sharing(KubernetesObject object) {
    return switch (object) {
      case Workload workload -> sharing(workload);
      case ServiceWiring _, NamespaceSwitches _, OtherObject _ -> object;
    };
  }

  private Workload sharing(Workload workload) {
    var metadata = workload.metadata();
    return new Workload(
        new Metadata(
            metadata.ref(),
            parts.one(metadata.controller()),
            metadata.traits(),
            parts.one(metadata.releases()),
            parts.one(metadata.switches())),
        workload.template(),
        parts.one(workload.labels()),
        parts.one(workload.containers()),
        workload.readinessGates(),
        parts.one(workload.spokenNumbers()),
        parts.one(workload.configuration()),
        parts.one(workload.injection()),
        workload.resolution(),
        parts.one(workload.references()),
        workload.replicas(),
        workload.rollout(),
        workload.ordinals(),
        workload.serviceName(),
        workload.pod().map(parts::one),
        workload.templateHash());
  }
}
