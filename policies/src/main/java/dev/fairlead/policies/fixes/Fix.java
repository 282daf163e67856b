package dev.fairlead.policies.fixes;

/// One mutation that helps: it sets what is unset, and proposes nothing for an object that has it.
/// Implementations keep no state.
public sealed interface Fix permits DefaultProbes, NamedPorts {
  /// Stable kebab-case; users write it in labels: `fairlead.dev/<id>`.
  String id();

  /// The id of the check whose finding it mends: whoever allows that does without the fix.
  String mends();

  /// What it would do to a workload.
  Proposal proposal(Subject subject, FixSwitches switches);
}
