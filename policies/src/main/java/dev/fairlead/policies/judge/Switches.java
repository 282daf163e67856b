package dev.fairlead.policies.judge;

import dev.fairlead.policies.checks.Checks;
import dev.fairlead.policies.fixes.FixSwitches;
import dev.fairlead.policies.model.Metadata;
import dev.fairlead.policies.model.PlainText;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The labels and annotations by which users steer Fairlead, and what may stand in them.
public final class Switches {
  /// One that cannot mean anything.
  ///
  /// @param message one line: the object, the key, the bad value and what is allowed
  public record Wrong(String key, String value, String message) {}

  private static final int MOST_IDS = 3;

  /// What a message tells of a bad value, in characters: enough to find it, whoever wrote it.
  private static final int LONGEST_VALUE = 64;

  /// The Service annotation that names the workload still to come.
  private static final String AWAITS = "fairlead.dev/awaits";

  /// The Namespace annotation that says how long the other half of a release may take.
  private static final String WINDOW = "fairlead.dev/window";

  private static final Pattern TIME = Pattern.compile("(\\d{1,5})([smh])");

  /// A day, in seconds.
  private static final int LONGEST_WINDOW = 24 * 3600;

  private static final Pattern WORKLOAD =
      Pattern.compile("[A-Z][A-Za-z0-9]*/[a-z0-9]([-a-z0-9.]*[a-z0-9])?");

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
    var said = PlainText.line(value, LONGEST_VALUE);
    var message = "%s %s: Invalid value: \"%s\": %s".formatted(metadata.ref(), key, said, must);
    return new Wrong(key, value, message);
  }

  private static Optional<String> allowedOnNamespace(String key, String value) {
    if (key.equals(Level.LABEL)) {
      return Level.of(value).isPresent()
          ? Optional.empty()
          : Optional.of("must be one of " + Level.labels());
    }
    if (key.equals(AWAITS) || key.startsWith(Overrides.PREFIX)) {
      return Optional.of("must stand on the object that it is about, means nothing on a Namespace");
    }
    if (key.equals(WINDOW)) {
      return windowSeconds(Map.of(WINDOW, value)).isPresent()
          ? Optional.empty()
          : Optional.of("must be a time of at most a day, such as 90s, 5m or 2h");
    }
    if (!key.startsWith(CheckLevel.PREFIX)) {
      return FixSwitches.brokenOnNamespace(key, value);
    }
    return unknownCheck(key, CheckLevel.PREFIX)
        .or(
            () ->
                CheckLevel.of(value).isPresent()
                    ? Optional.empty()
                    : Optional.of("must be one of " + CheckLevel.annotations()));
  }

  private static Optional<String> allowedOnObject(String key, String value) {
    if (key.equals(Level.LABEL) || key.equals(WINDOW) || key.startsWith(CheckLevel.PREFIX)) {
      return Optional.of("must stand on the Namespace, means nothing here");
    }
    if (key.equals(AWAITS)) {
      return WORKLOAD.matcher(value).matches()
          ? Optional.empty()
          : Optional.of("must name a workload as Kind/name, such as Deployment/backend");
    }
    if (!key.startsWith(Overrides.PREFIX)) {
      return FixSwitches.brokenOnObject(key, value);
    }
    return unknownCheck(key, Overrides.PREFIX)
        .or(
            () ->
                value.isBlank()
                    ? Optional.of("must give the reason, or nothing is let through")
                    : Optional.empty());
  }

  /// Whether a Service says which workload is still to come.
  static boolean awaitsWorkload(Metadata service) {
    return awaited(service).isPresent();
  }

  /// The workload that a Service says is still to come, as `Kind/name`.
  static Optional<String> awaited(Metadata service) {
    return Optional.ofNullable(service.switches().get(AWAITS)).filter(WORKLOAD.asMatchPredicate());
  }

  /// How many seconds what admission let pass may take to settle in a namespace, where it says so.
  public static OptionalInt windowSeconds(Map<String, String> namespace) {
    var parts = TIME.matcher(namespace.getOrDefault(WINDOW, ""));
    if (!parts.matches()) {
      return OptionalInt.empty();
    }
    var unit =
        switch (parts.group(2)) {
          case "s" -> 1;
          case "m" -> 60;
          default -> 3600;
        };
    var seconds = Integer.parseInt(parts.group(1)) * unit;
    return seconds <= LONGEST_WINDOW ? OptionalInt.of(seconds) : OptionalInt.empty();
  }

  private static Optional<String> unknownCheck(String key, String prefix) {
    var id = key.substring(prefix.length());
    var ids = Checks.ids();
    return ids.contains(id)
        ? Optional.empty()
        : Optional.of("the key must end in the id of a check, such as " + likeliest(id, ids));
  }

  /// The ids that begin most like what was written; all of them would not fit into a warning.
  private static String likeliest(String written, List<String> ids) {
    return ids.stream()
        .sorted(Comparator.comparingInt((String id) -> sharedStart(id, written)).reversed())
        .limit(MOST_IDS)
        .collect(Collectors.joining(", "));
  }

  private static int sharedStart(String a, String b) {
    var shared = 0;
    while (shared < Math.min(a.length(), b.length()) && a.charAt(shared) == b.charAt(shared)) {
      shared++;
    }
    return shared;
  }
}
