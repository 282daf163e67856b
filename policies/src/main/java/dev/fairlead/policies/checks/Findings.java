package dev.fairlead.policies.checks;

import dev.fairlead.policies.model.FieldPath;
import dev.fairlead.policies.model.ServiceWiring;
import java.util.Optional;

/// Findings that more than one check words alike.
final class Findings {
  private Findings() {}

  /// A selector that matches what it should not.
  ///
  /// @param must what it must match
  /// @param seen what it matches, to follow the rule
  static Finding ofSelector(Check check, ServiceWiring service, String must, String seen) {
    return new Finding(
        check,
        Certainty.LIKELY,
        service.ref(),
        FieldPath.of("spec", "selector"),
        new Problem.Invalid(
            Text.quoted(Text.pairs(service.selector())),
            must,
            Problem.Seen.saying(seen, Optional.empty())));
  }
}
