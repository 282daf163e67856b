package dev.fairlead.cli.graph;

import dev.fairlead.policies.model.ObjectRef;
import dev.fairlead.policies.topology.Node;
import dev.fairlead.policies.topology.Topology;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A topology with short ids for its objects, which no name can break.
record Drawing(Topology topology, Map<ObjectRef, String> ids) {
  static Drawing of(Topology topology) {
    var ids = new HashMap<ObjectRef, String>();
    topology.nodes().forEach(node -> ids.put(node.ref(), "n" + ids.size()));
    return new Drawing(topology, ids);
  }

  String id(ObjectRef ref) {
    return Objects.requireNonNull(ids.get(ref));
  }

  /// The objects of each namespace, by name.
  Map<String, List<Node>> namespaces() {
    return topology.nodes().stream()
        .collect(
            Collectors.groupingBy(
                node -> node.ref().namespace(), TreeMap::new, Collectors.toList()));
  }

  /// The broken objects and links.
  long broken() {
    return topology.nodes().stream().filter(Node::isBroken).count()
        + topology.links().stream().filter(link -> link.isBroken()).count();
  }
}
