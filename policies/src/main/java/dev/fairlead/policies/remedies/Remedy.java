package dev.fairlead.policies.remedies;

import dev.fairlead.policies.checks.Finding;
import dev.fairlead.policies.fixes.PatchOperation;

/// The one change of an object that takes a finding away.
///
/// @param from what is written, as a message gives it
/// @param to what is to be written instead
public record Remedy(Finding finding, PatchOperation operation, String from, String to) {}
