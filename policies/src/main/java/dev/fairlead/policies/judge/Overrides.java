package dev.fairlead.policies.judge;

import dev.fairlead.policies.checks.Check;
import dev.fairlead.policies.model.Metadata;
import java.util.Optional;

/// Whether `allow.fairlead.dev/<check>: <reason>` on an object lets its findings through.
public enum Overrides {
  HONOURED,
  IGNORED;

  /// What the annotation's key starts with; the check's id follows.
  public static final String PREFIX = "allow.fairlead.dev/";

  /// The reason given for letting a finding of this check through.
  public Optional<String> reason(Check check, Metadata metadata) {
    return switch (this) {
      case HONOURED ->
          Optional.ofNullable(metadata.switches().get(PREFIX + check.id()))
              .filter(reason -> !reason.isBlank());
      case IGNORED -> Optional.empty();
    };
  }
}
