package dev.fairlead.policies.model;

import java.util.Optional;
import java.util.OptionalInt;

/// A host in a container's environment, command or arguments that can hardly be anything but a
/// Service, as far as the text tells.
///
/// @param container the name of the container
/// @param field where the text stands
/// @param variable the environment variable, where it is one
/// @param configMap where the variable's value comes from; empty for one written in the workload
/// @param text the host as written, with its port where it has one: `db:5432`
/// @param host its name alone: `db`, `db.prod`, `db.prod.svc.cluster.local`
/// @param port as written with the host, or in the variable beside it
public record ServiceReference(
    String container,
    FieldPath field,
    Optional<String> variable,
    Optional<ObjectRef> configMap,
    String text,
    String host,
    OptionalInt port) {
  /// `DB_HOST must` for a variable, `DB_HOST of ConfigMap/shop must` for one from there, and `must`
  /// for a word of the command line.
  public String must() {
    var from = configMap.map(ref -> " of " + ref).orElse("");
    return variable.map(name -> name + from + " must").orElse("must");
  }
}
