package dev.fairlead.webhook.api;

import org.jspecify.annotations.Nullable;

/// Keeps one instance of equal values. Objects of a cluster repeat each other's names, labels and
/// templates. It remembers the last values only, so that it never grows.
///
/// Many threads may use it at once. Two threads may keep one instance each at worst. Values that
/// never change need no other care (JLS 17.5).
public final class Interner<T> {
  private final @Nullable Object[] kept;

  /// @param places how many values it remembers, a power of two
  public Interner(int places) {
    if (Integer.bitCount(places) != 1) {
      throw new IllegalArgumentException("places: " + places + " is no power of two");
    }
    kept = new Object[places];
  }

  /// The value that was kept, or else this one, which is from now on.
  ///
  /// @param value that never changes
  @SuppressWarnings("unchecked") // what is equal to a value of this type is of this type
  public <V extends T> V one(V value) {
    var hash = value.hashCode() * 0x9E3779B9;
    var first = (hash >>> 16 ^ hash) & kept.length - 1;
    var second = first ^ 1;
    var recent = kept[first];
    if (recent != null && recent.equals(value)) {
      return (V) recent;
    }
    var earlier = kept[second];
    if (earlier != null && earlier.equals(value)) {
      return (V) earlier;
    }
    if (recent != null) {
      kept[second] = recent;
    }
    kept[first] = value;
    return value;
  }
}
