package dev.fairlead.cli.plan;

import dev.fairlead.policies.model.FieldPath;
import dev.fairlead.policies.model.KubernetesObject;
import dev.fairlead.policies.model.ObjectRef;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.model.Workload;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One object of a release: its manifest, and what admission reads of it.
record PlannedObject(Map<String, ?> tree, KubernetesObject object) {
  /// What the API server keeps up, and no manifest has to say.
  private static final Set<String> KEPT_BY_SERVER =
      Set.of(
          "creationTimestamp", "generation", "managedFields", "resourceVersion", "selfLink", "uid");

  ObjectRef ref() {
    return object.ref();
  }

  Identity identity() {
    return Identity.of(ref());
  }

  String kind() {
    return ref().kind();
  }

  /// True where both manifests ask for the same.
  boolean asksForTheSameAs(PlannedObject other) {
    return asked(tree).equals(asked(other.tree));
  }

  private static Map<String, Object> asked(Map<String, ?> tree) {
    var asked = new LinkedHashMap<String, Object>(tree);
    asked.remove("status");
    if (tree.get("metadata") instanceof Map<?, ?> written) {
      var metadata = new LinkedHashMap<Object, Object>(written);
      metadata.keySet().removeAll(KEPT_BY_SERVER);
      asked.put("metadata", metadata);
    }
    return asked;
  }

  Optional<String> annotation(String key) {
    return Trees.at(tree, FieldPath.of("metadata", "annotations").key(key)).map(Object::toString);
  }

  /// The same where it is a Service whose selector and ports were last written at a time.
  PlannedObject wiredAt(Instant time) {
    return object instanceof ServiceWiring service
        ? new PlannedObject(
            tree,
            new ServiceWiring(
                service.metadata(),
                service.exposure(),
                service.selector(),
                service.ports(),
                service.readiness(),
                Optional.of(time)))
        : this;
  }

  /// The object as people write it: `Service/shop -n web`. The namespace stands only where the
  /// object lives in one for sure.
  String title() {
    var namespaced = object instanceof ServiceWiring || object instanceof Workload;
    return namespaced ? "%s -n %s".formatted(ref(), ref().namespace()) : ref().toString();
  }
}
