package dev.fairlead.cli.embedded;

import java.util.List;

/// What an API server answers to one object.
///
/// @param warnings what clients print beside it, denied or not
public record Reply(Result result, List<String> warnings) {
  public Reply {
    warnings = List.copyOf(warnings);
  }

  static Reply of(Result result) {
    return new Reply(result, List.of());
  }

  /// What became of the object.
  public sealed interface Result {
    /// Stored, or in a dry run to be stored.
    record Stored(Change change) implements Result {}

    /// Not stored.
    ///
    /// @param attempt what it would have been
    /// @param reason the API's word for it: `Forbidden`
    record Refused(Attempt attempt, String reason, String message) implements Result {}
  }

  /// What a client tries to do with an object.
  public enum Attempt {
    CREATE,
    UPDATE
  }

  /// How an object that is stored differs from what was there; the words are kubectl's.
  public enum Change {
    CREATED,
    CONFIGURED,
    UNCHANGED
  }
}
