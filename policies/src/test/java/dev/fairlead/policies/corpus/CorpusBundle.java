package dev.fairlead.policies.corpus;

import dev.fairlead.policies.checks.Checks;
import dev.fairlead.policies.checks.Finding;
import dev.fairlead.policies.fixtures.Manifests;
import dev.fairlead.policies.model.KubernetesObject;
import dev.fairlead.policies.view.Scope;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The manifests that somebody applies together, in the order of their file.
public record CorpusBundle(String name, List<Map<String, ?>> trees) {
  public CorpusBundle {
    trees = List.copyOf(trees);
  }

  static CorpusBundle of(String name, String yaml) {
    return new CorpusBundle(
        name, Manifests.trees(yaml).stream().flatMap(CorpusBundle::items).toList());
  }

  /// The objects of a List, which kubectl sends one by one.
  private static Stream<Map<String, ?>> items(Map<String, ?> tree) {
    if (!"List".equals(tree.get("kind")) || !(tree.get("items") instanceof List<?> items)) {
      return Stream.of(tree);
    }
    return items.stream().map(CorpusBundle::asTree).flatMap(CorpusBundle::items);
  }

  /// The keys of an object in JSON are strings.
  @SuppressWarnings("unchecked")
  private static Map<String, ?> asTree(Object item) {
    return (Map<String, ?>) item;
  }

  /// The reduced objects; every one of them has to decode.
  public List<KubernetesObject> objects() {
    return Manifests.objects(trees);
  }

  /// What `fairlead check` finds in these files.
  public List<Finding> findings() {
    return Checks.findings(Manifests.view(Scope.FILES, objects()));
  }

  @Override
  public String toString() {
    return name;
  }
}
