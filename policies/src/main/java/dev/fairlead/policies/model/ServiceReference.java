package dev.fairlead.policies.model;

import java.util.Optional;
import java.util.OptionalInt;

/// A host in a container's environment, command or arguments that can hardly be anything but a
/// Service, as far as the text tells.
///
/// @param container the name of the container
/// @param field where the text stands
/// @param variable the environment variable, where it is one
/// @param text the host as written, with its port where it has one: `db:5432`
/// @param host its name alone: `db`, `db.prod`, `db.prod.svc.cluster.local`
/// @param port as written with the host, or in the variable beside it
public record ServiceReference(
    String container,
    FieldPath field,
    Optional<String> variable,
    String text,
    String host,
    OptionalInt port) {
  /// `DB_HOST must` for a variable, `must` for a word of the command line.
  public String must() {
    return variable.map(name -> name + " must").orElse("must");
  }
}
