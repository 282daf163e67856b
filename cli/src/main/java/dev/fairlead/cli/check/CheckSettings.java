package dev.fairlead.cli.check;

import dev.fairlead.policies.view.Scope;

/// What a user says about the files to be judged.
///
/// @param namespace where objects live that name no namespace
/// @param scope whether anything lives outside the files
public record CheckSettings(String namespace, Scope scope) {}
