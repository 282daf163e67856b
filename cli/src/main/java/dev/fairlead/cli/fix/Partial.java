package dev.fairlead.cli.fix;

import dev.fairlead.policies.model.FieldPath.Segment;
import dev.fairlead.policies.model.KubernetesObject;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.model.ServiceWiring.Exposure;
import dev.fairlead.policies.model.Workload;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Tells parts of objects, such as the patches of a kustomize overlay, from whole ones: the rest of
/// such an object stands in another file.
final class Partial {
  /// Whose workloads have to be whole: a custom kind may do without an image, say.
  private static final Set<String> OWN_GROUPS = Set.of("", "apps", "batch", "extensions");

  private Partial() {}

  /// What a whole object would have.
  static Optional<String> lacks(KubernetesObject object, Map<String, ?> tree) {
    return switch (object) {
      case Workload workload -> ofWorkload(workload, tree);
      case ServiceWiring service when service.ports().isEmpty() ->
          service.exposure() == Exposure.VIRTUAL_IP ? Optional.of("spec.ports") : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static Optional<String> ofWorkload(Workload workload, Map<String, ?> tree) {
    if (!OWN_GROUPS.contains(workload.ref().group())) {
      return Optional.empty();
    }
    if (workload.ref().apiVersion().equals("apps/v1") && at(tree, "spec", "selector") == null) {
      return Optional.of("spec.selector");
    }
    Object spec = tree;
    for (var segment : workload.template().field("spec").names().segments()) {
      spec = at(spec, name(segment));
    }
    var containers = at(spec, "containers") instanceof List<?> list ? list : List.of();
    if (containers.isEmpty()) {
      return Optional.of("containers");
    }
    return containers.stream().allMatch(container -> at(container, "image") != null)
        ? Optional.empty()
        : Optional.of("the image of a container");
  }

  private static String name(Segment segment) {
    return switch (segment) {
      case Segment.Field(var name) -> name;
      case Segment.Key(var key) -> key;
      case Segment.Index(var index) -> String.valueOf(index);
    };
  }

  private static @Nullable Object at(@Nullable Object tree, String... names) {
    var at = tree;
    for (var name : names) {
      at = at instanceof Map<?, ?> map ? map.get(name) : null;
    }
    return at;
  }
}
