package dev.fairlead.cli.manifests;

import dev.fairlead.cli.manifests.Node.Child;
import java.lang.ref.SoftReference;
import java.util.function.Supplier;

/// The nodes of a document. Where memory runs short they are let go, and read again when somebody
/// asks: in a file of 50 MB they take more than a gigabyte, and few of them are asked for.
final class Nodes {
  private final Supplier<Child> read;
  private volatile SoftReference<Child> known;

  private Nodes(Child known, Supplier<Child> read) {
    this.read = read;
    this.known = new SoftReference<>(known);
  }

  /// Nodes that stay.
  static Nodes of(Child nodes) {
    return new Nodes(nodes, () -> nodes);
  }

  /// @param read reads the same again
  static Nodes of(Child nodes, Supplier<Child> read) {
    return new Nodes(nodes, read);
  }

  Child get() {
    var nodes = known.get();
    if (nodes == null) {
      nodes = read.get();
      known = new SoftReference<>(nodes);
    }
    return nodes;
  }
}
