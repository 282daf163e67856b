package dev.fairlead.policies.model;

/// A lifecycle hook of a container that names its port.
///
/// @param port the name
/// @param portPath where it stands
public record Hook(String port, FieldPath portPath) {}
