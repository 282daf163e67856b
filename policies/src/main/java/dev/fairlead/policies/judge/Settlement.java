package dev.fairlead.policies.judge;

import dev.fairlead.policies.checks.Finding;
import java.util.Arrays;
import java.util.stream.Collectors;

/// What settle says of a Service as it stands, once its other half has had time to come.
public sealed interface Settlement {
  /// Nothing is said. The Service has no selector or is being deleted, or its namespace is not
  /// judged.
  record NotJudged() implements Settlement {}

  /// Traffic reaches a Pod, or is not meant to.
  record Wired(Cause cause, String message) implements Settlement {}

  /// Why a Service counts as wired.
  enum Cause {
    WIRED("Wired"),
    /// The workloads that it selects ask for no Pods at the moment.
    SCALED_TO_ZERO("ScaledToZero"),
    /// Its owner lets a finding through, and says why.
    ALLOWED("Allowed");

    private final String reason;

    Cause(String reason) {
      this.reason = reason;
    }

    /// As conditions write it.
    public String reason() {
      return reason;
    }
  }

  /// Traffic reaches no Pod, and that is proven.
  ///
  /// @param message what is wrong, as at admission
  record Unwired(Finding finding, String message, Grace grace) implements Settlement {
    /// The check's id as conditions write reasons: `SelectorUnmatched`.
    public String reason() {
      return Arrays.stream(finding.check().id().split("-"))
          .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
          .collect(Collectors.joining());
    }
  }

  /// How long a Service may stay unwired.
  enum Grace {
    WINDOW,
    /// What it has been waiting for is there.
    NONE
  }

  /// Something that nobody has read may be the other half.
  record CannotTell(String message) implements Settlement {}
}
