package dev.fairlead.policies.model;

/// A field that the API server would refuse, worded as it words its own field errors.
///
/// @param gravity whether the rest of the object can still be judged
/// @param detail what is wrong and what is allowed
public record Malformed(FieldPath field, Gravity gravity, String detail) {
  /// How far the API server gets with the object.
  public enum Gravity {
    /// It does not decode (400): nothing of it can be relied on.
    UNDECODABLE,
    /// It decodes but breaks a rule (422): what could be read stands.
    INVALID
  }

  @Override
  public String toString() {
    return field + ": " + detail;
  }
}
