package dev.fairlead.cli.plan;

/// One change of a way in several steps.
///
/// @param manifest the fields that change, as YAML
record Phase(String text, PlannedObject object, String manifest) {}
