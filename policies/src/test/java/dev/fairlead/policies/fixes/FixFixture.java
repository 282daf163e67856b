package dev.fairlead.policies.fixes;

import dev.fairlead.policies.fixtures.Fixtures;
import dev.fairlead.policies.fixtures.Header;
import dev.fairlead.policies.fixtures.Manifests;
import dev.fairlead.policies.model.KubernetesObject;
import dev.fairlead.policies.model.NamespaceSwitches;
import dev.fairlead.policies.model.Reading;
import dev.fairlead.policies.view.ClusterView;
import dev.fairlead.policies.view.Scope;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// One manifest of a fix's folder; its header says what the fix does to the workload in it.
///
/// Each line `# want: add POINTER VALUE` stands for one operation, each line `# note: MESSAGE` for
/// one note. A Namespace in the manifest says what is enabled; without one it is the fix of the
/// folder.
record FixFixture(String fix, String name, String yaml) {
  static List<FixFixture> all() {
    return Fixtures.folders("fixes").entrySet().stream()
        .flatMap(
            folder ->
                folder.getValue().entrySet().stream()
                    .map(
                        file ->
                            new FixFixture(
                                folder.getKey(),
                                file.getKey().replace(".yaml", ""),
                                file.getValue())))
        .toList();
  }

  List<String> wants() {
    return Header.of(yaml).values("want");
  }

  List<String> notes() {
    return Header.of(yaml).values("note");
  }

  /// The workload that it is about.
  Map<String, ?> tree() {
    return Manifests.trees(yaml).getLast();
  }

  Proposal proposal(Map<String, ?> tree) {
    return Fixes.proposal(tree, Manifests.reading(tree), view(), switches());
  }

  /// What exists beside the workload.
  private ClusterView view() {
    var trees = Manifests.trees(yaml);
    var others =
        trees.subList(0, trees.size() - 1).stream()
            .map(Manifests::reading)
            .map(Reading::object)
            .flatMap(Optional::stream)
            .toList();
    return Manifests.view(Scope.CLUSTER, others);
  }

  private FixSwitches switches() {
    return Manifests.trees(yaml).stream()
        .map(Manifests::reading)
        .map(Reading::object)
        .flatMap(Optional::stream)
        .filter(NamespaceSwitches.class::isInstance)
        .map(KubernetesObject::metadata)
        .map(metadata -> FixSwitches.of(metadata.switches()))
        .findFirst()
        .orElse(new FixSwitches(Set.of(fix), Optional.empty(), Optional.empty()));
  }

  /// An operation as a want line words it.
  static String described(PatchOperation operation) {
    var value =
        switch (operation) {
          case PatchOperation.Add(_, var added) -> " " + json(added);
          case PatchOperation.Replace(_, var put) -> " " + json(put);
          case PatchOperation.Remove _ -> "";
        };
    return operation.op() + " " + operation.pointer() + value;
  }

  private static String json(Object value) {
    return switch (value) {
      case Map<?, ?> map ->
          map.entrySet().stream()
              .map(entry -> json(entry.getKey()) + ":" + json(entry.getValue()))
              .collect(Collectors.joining(",", "{", "}"));
      case String text -> "\"" + text + "\"";
      case Object other -> other.toString();
    };
  }

  @Override
  public String toString() {
    return fix + "/" + name + ".yaml";
  }
}
