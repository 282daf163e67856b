package dev.fairlead.policies.judge;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a namespace wants of one check, instead of what its level says.
public enum CheckLevel {
  /// Whatever is new and proven is refused.
  DENY,
  WARN,
  OFF;

  /// What the Namespace annotation's key starts with; the check's id follows.
  public static final String PREFIX = "check.fairlead.dev/";

  public static Optional<CheckLevel> of(String annotation) {
    return Arrays.stream(values())
        .filter(level -> level.annotation().equals(annotation))
        .findFirst();
  }

  private String annotation() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Every value users may write: `deny, warn, off`.
  public static String annotations() {
    return Arrays.stream(values()).map(CheckLevel::annotation).collect(Collectors.joining(", "));
  }

  /// The levels of single checks, by id, that a namespace's switches set; a value that is none of
  /// ours is left out.
  public static Map<String, CheckLevel> in(Map<String, String> switches) {
    var levels = new HashMap<String, CheckLevel>();
    switches.forEach(
        (key, value) -> {
          if (key.startsWith(PREFIX)) {
            of(value).ifPresent(level -> levels.put(key.substring(PREFIX.length()), level));
          }
        });
    return levels;
  }
}
