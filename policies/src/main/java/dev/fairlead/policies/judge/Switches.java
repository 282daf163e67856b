package dev.fairlead.policies.judge;

import dev.fairlead.policies.checks.Check;
import dev.fairlead.policies.checks.Checks;
import dev.fairlead.policies.model.Metadata;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The labels and annotations by which users steer Fairlead, and what may stand in them.
public final class Switches {
  /// One that cannot mean anything.
  ///
  /// @param message one line: the object, the key, the bad value and what is allowed
  public record Wrong(String key, String value, String message) {}

  private Switches() {}

  /// What is wrong with the switches of a Namespace, by key.
  public static List<Wrong> wrongOnNamespace(Metadata namespace) {
    return wrong(namespace, Switches::allowedOnNamespace);
  }

  /// What is wrong with the switches of any other object, by key.
  public static List<Wrong> wrongOnObject(Metadata object) {
    return wrong(object, Switches::allowedOnObject);
  }

  private interface Rule {
    /// What is allowed under a key, empty where the value is.
    Optional<String> broken(String key, String value);
  }

  private static List<Wrong> wrong(Metadata metadata, Rule rule) {
    return new TreeMap<>(metadata.switches())
        .entrySet().stream()
            .flatMap(
                entry ->
                    rule.broken(entry.getKey(), entry.getValue()).stream()
                        .map(must -> wrong(metadata, entry.getKey(), entry.getValue(), must)))
            .toList();
  }

  private static Wrong wrong(Metadata metadata, String key, String value, String must) {
    var message = "%s %s: Invalid value: \"%s\": %s".formatted(metadata.ref(), key, value, must);
    return new Wrong(key, value, message);
  }

  private static Optional<String> allowedOnNamespace(String key, String value) {
    if (key.equals(Level.LABEL)) {
      return Level.of(value).isPresent()
          ? Optional.empty()
          : Optional.of("must be one of " + Level.labels());
    }
    if (!key.startsWith(CheckLevel.PREFIX)) {
      return Optional.empty();
    }
    return unknownCheck(key, CheckLevel.PREFIX)
        .or(
            () ->
                CheckLevel.of(value).isPresent()
                    ? Optional.empty()
                    : Optional.of("must be one of " + CheckLevel.annotations()));
  }

  private static Optional<String> allowedOnObject(String key, String value) {
    if (!key.startsWith(Overrides.PREFIX)) {
      return Optional.empty();
    }
    return unknownCheck(key, Overrides.PREFIX)
        .or(
            () ->
                value.isBlank()
                    ? Optional.of("must give the reason, or nothing is let through")
                    : Optional.empty());
  }

  private static Optional<String> unknownCheck(String key, String prefix) {
    var id = key.substring(prefix.length());
    return Checks.ALL.stream().map(Check::id).anyMatch(id::equals)
        ? Optional.empty()
        : Optional.of(
            "the key must end in the id of a check: "
                + Checks.ALL.stream().map(Check::id).collect(Collectors.joining(", ")));
  }
}
