package dev.fairlead.cli.plan;

import java.util.Locale;

/// What a client does to an object.
enum Operation {
  CREATE,
  UPDATE,
  DELETE;

  /// The word for it: `update`.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
