package dev.fairlead.cli.manifests;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A value of a document, with the place of everything in it. Aliases share nodes.
sealed interface Node {
  /// How many values a node holds, itself included, and how deep they nest.
  record Extent(long values, int depth) {
    static final Extent ONE = new Extent(1, 1);

    static Extent of(Collection<Child> children) {
      var values = 1L;
      var depth = 0;
      for (var child : children) {
        values += child.node().extent().values();
        depth = Math.max(depth, child.node().extent().depth());
      }
      return new Extent(values, depth + 1);
    }
  }

  /// A node, and where its key is written or its item begins.
  ///
  /// @param end the column behind it where it ends in that line, or behind its key where the key
  ///   does; else the column where it begins
  record Child(Position at, int end, Node node) {
    /// Of what is not known to end in its line.
    Child(Position at, Node node) {
      this(at, at.column(), node);
    }
  }

  /// Text, a number, a boolean or null.
  record Scalar(@Nullable Object value) implements Node {
    @Override
    public Extent extent() {
      return Extent.ONE;
    }

    @Override
    public @Nullable Object tree() {
      return value;
    }
  }

  /// A list.
  record Sequence(List<Child> items, Extent extent) implements Node {
    Sequence(List<Child> items) {
      this(items, Extent.of(items));
    }

    @Override
    public List<@Nullable Object> tree() {
      var tree = new ArrayList<@Nullable Object>(items.size());
      for (var item : items) {
        tree.add(item.node().tree());
      }
      return Collections.unmodifiableList(tree);
    }
  }

  /// A mapping, its merge keys resolved.
  record Mapping(Map<String, Child> members, Extent extent) implements Node {
    Mapping(Map<String, Child> members) {
      this(members, Extent.of(members.values()));
    }

    @Override
    public Map<String, @Nullable Object> tree() {
      var tree = new LinkedHashMap<String, @Nullable Object>();
      members.forEach((name, member) -> tree.put(name, member.node().tree()));
      return Collections.unmodifiableMap(tree);
    }

    /// The text under this key; empty when there is none or it is no text.
    String text(String name) {
      var member = members.get(name);
      return member != null && member.node() instanceof Scalar(String text) ? text : "";
    }
  }

  Extent extent();

  /// The value as plain maps, lists and scalars.
  @Nullable Object tree();
}
