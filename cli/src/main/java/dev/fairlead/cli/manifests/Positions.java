package dev.fairlead.cli.manifests;

import dev.fairlead.cli.manifests.Node.Child;
import dev.fairlead.cli.manifests.Node.Mapping;
import dev.fairlead.cli.manifests.Node.Scalar;
import dev.fairlead.cli.manifests.Node.Sequence;
import dev.fairlead.policies.model.FieldPath;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where one value of a document stands, and from there where the values below it stand.
///
/// `positions.key("spec").key("ports").item(0).key("targetPort").position()` is where that key is
/// written. A step that leads nowhere, such as a field that was left out, stays at the nearest
/// ancestor, and so do all steps after it. What an alias or a merge key brings in stands where it
/// was written.
public final class Positions {
  /// What nothing leads on from.
  private static final Node NOWHERE = new Scalar(null);

  private final Child place;

  Positions(Child place) {
    this.place = place;
  }

  /// The mapping that stands here as a tree; an empty one where no mapping does.
  Map<String, @Nullable Object> tree() {
    return place.node() instanceof Mapping mapping ? mapping.tree() : Map.of();
  }

  /// The text under a key of this mapping; empty where there is none.
  String text(String key) {
    return place.node() instanceof Mapping mapping ? mapping.text(key) : "";
  }

  /// Where the key is written, or the item begins.
  public Position position() {
    return place.at();
  }

  /// The column behind the key and its value where both end in the line of [#position()], or behind
  /// the key; the column where it begins where that is not known.
  public int end() {
    return place.end();
  }

  /// The value under a key of this mapping.
  public Positions key(String name) {
    if (place.node() instanceof Mapping(var members, _) && members.containsKey(name)) {
      return new Positions(members.get(name));
    }
    return nowhere();
  }

  /// The item of this list, counted from 0.
  public Positions item(int index) {
    if (place.node() instanceof Sequence(var items, _) && index >= 0 && index < items.size()) {
      return new Positions(items.get(index));
    }
    return nowhere();
  }

  /// The value at the end of a path.
  public Positions at(FieldPath path) {
    var at = this;
    for (var segment : path.segments()) {
      at =
          switch (segment) {
            case FieldPath.Segment.Field(var name) -> at.key(name);
            case FieldPath.Segment.Key(var key) -> at.key(key);
            case FieldPath.Segment.Index(var index) -> at.item(index);
          };
    }
    return at;
  }

  private Positions nowhere() {
    return new Positions(new Child(position(), end(), NOWHERE));
  }
}
