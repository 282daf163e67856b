package dev.fairlead.policies.fixes;

/// One change that makes an object more robust. It sets fields that are not set, and proposes
/// nothing where they are. Implementations keep no state.
public sealed interface Fix permits DefaultProbes, NamedPorts {
  /// Stable kebab-case; users write it in labels: `fairlead.dev/<id>`.
  String id();

  /// The id of the check whose finding it mends: whoever allows that does without the fix.
  String mends();

  /// What it would do to a workload.
  Proposal proposal(Subject subject, FixSwitches switches);
}
