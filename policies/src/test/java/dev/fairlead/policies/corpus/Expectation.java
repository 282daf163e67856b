package dev.fairlead.policies.corpus;

import dev.fairlead.policies.model.ObjectRef;

/// What a person says of one object under one rule.
///
/// @param object `Service/shop`
/// @param port the Service port's name or number; empty where it is about no port
/// @param container empty where it is about none
/// @param verdict `true-mistake`, `legitimate`, `sloppy-works` or `not-reviewed`; empty for what
///   was made on purpose
public record Expectation(
    String bundle,
    Rule rule,
    String namespace,
    String object,
    String port,
    String container,
    String verdict) {
  /// True for the object it speaks of.
  public boolean isAbout(ObjectRef ref) {
    return ref.toString().equals(object) && ref.namespace().equals(namespace);
  }

  Expectation inNamespace(String other) {
    return new Expectation(bundle, rule, other, object, port, container, verdict);
  }

  @Override
  public String toString() {
    return String.join(" ", bundle, rule.name(), namespace, object, port, container).strip();
  }
}
