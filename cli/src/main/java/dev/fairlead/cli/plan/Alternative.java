package dev.fairlead.cli.plan;

import java.util.List;
import java.util.Locale;

/// One way to make a release without a loss, or to make it all the same.
///
/// @param parts what is to be done, one after the other
record Alternative(Kind kind, String summary, List<Part> parts) {
  /// What an alternative changes.
  enum Kind {
    /// The order of the steps.
    ORDER,
    /// The new is added beside the old, the Service is switched, the old is taken away.
    EXPAND_AND_CONTRACT,
    /// What the release wants.
    MEND,
    /// What admission lets through.
    OVERRIDE;

    /// The word for it in JSON: `expand-and-contract`.
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /// One thing to do.
  ///
  /// @param manifest the fields to write, as YAML; empty where words are enough
  record Part(String text, String manifest) {
    static Part of(String text) {
      return new Part(text, "");
    }
  }

  Alternative {
    parts = List.copyOf(parts);
  }
}
