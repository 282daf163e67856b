package dev.fairlead.webhook.cluster;

import dev.fairlead.policies.model.KubernetesObject;
import dev.fairlead.policies.model.Malformed;
import dev.fairlead.policies.model.Metadata;
import dev.fairlead.policies.model.NamespaceSwitches;
import dev.fairlead.policies.model.ObjectReader;
import dev.fairlead.policies.model.ObjectRef;
import dev.fairlead.policies.model.OtherObject;
import dev.fairlead.policies.model.PlainText;
import dev.fairlead.policies.model.Reading;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.model.Workload;
import dev.fairlead.webhook.api.ApiKind;
import dev.fairlead.webhook.api.Interner;
import dev.fairlead.webhook.api.JsonTree;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reduces what the API server sends to the wiring. Equal parts are kept once: the Pods of a
/// workload differ in little but their names.
final class Reduction {
  /// How many parts of workloads are remembered.
  private static final int PARTS = 1 << 14;

  private static final int MOST_CHARACTERS = 200;

  private final ObjectReader reader;
  private final Interner<Object> parts = new Interner<>(PARTS);

  Reduction(ObjectReader reader) {
    this.reader = reader;
  }

  /// An object as it was read.
  ///
  /// @param problem why it could not be; empty where it was
  record Reduced(KubernetesObject object, Optional<String> problem) {}

  /// The object alone: see [#read].
  KubernetesObject of(ApiKind kind, Map<String, @Nullable Object> tree) {
    return read(kind, tree).object();
  }

  /// Never fails: an object that cannot be read may be anything, and stands as such.
  ///
  /// @param tree is changed: objects of a list name neither kind nor version
  Reduced read(ApiKind kind, Map<String, @Nullable Object> tree) {
    tree.put("apiVersion", kind.apiVersion());
    tree.put("kind", kind.kind());
    try {
      var reading = reader.read(tree, "");
      return reading
          .object()
          .map(object -> new Reduced(sharing(object), Optional.empty()))
          .orElseGet(() -> unreadable(reading.ref(), problem(reading)));
    } catch (RuntimeException e) {
      // A bug of ours: it blinds us to the one object, and not to all of its kind.
      return unreadable(named(kind, tree), PlainText.line(e, MOST_CHARACTERS));
    }
  }

  private static String problem(Reading reading) {
    return reading.malformed().stream()
        .filter(malformed -> malformed.gravity() == Malformed.Gravity.UNDECODABLE)
        .findFirst()
        .map(malformed -> PlainText.line(malformed, MOST_CHARACTERS))
        .orElse("");
  }

  private static ObjectRef named(ApiKind kind, Map<String, @Nullable Object> tree) {
    var metadata = JsonTree.object(tree, "metadata");
    return new ObjectRef(
        kind.apiVersion(),
        kind.kind(),
        JsonTree.text(metadata, "namespace"),
        JsonTree.text(metadata, "name"));
  }

  private static Reduced unreadable(ObjectRef ref, String problem) {
    return new Reduced(
        new OtherObject(Metadata.of(ref), new OtherObject.Pods.Unknown()), Optional.of(problem));
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
