package dev.fairlead.policies.judge;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// How strict a namespace is.
public enum Level {
  /// What is wrong at this moment is refused, whoever sends it.
  STRICT,
  /// What cannot be the first half of a good release is refused.
  GUARD,
  /// Nothing is refused.
  WARN,
  /// Nothing is said.
  OFF;

  /// The Namespace label that sets it.
  public static final String LABEL = "fairlead.dev/level";

  public static Optional<Level> of(String label) {
    return Arrays.stream(values()).filter(level -> level.label().equals(label)).findFirst();
  }

  /// What a Namespace says by its switches.
  ///
  /// @param otherwise where it says nothing, or nothing that is allowed
  public static Level in(Map<String, String> switches, Level otherwise) {
    return Optional.ofNullable(switches.get(LABEL)).flatMap(Level::of).orElse(otherwise);
  }

  /// The value users write: `guard`.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Every value users may write: `strict, guard, warn, off`.
  public static String labels() {
    return Arrays.stream(values()).map(Level::label).collect(Collectors.joining(", "));
  }
}
