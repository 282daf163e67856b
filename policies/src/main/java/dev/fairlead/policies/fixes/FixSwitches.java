package dev.fairlead.policies.fixes;

import dev.fairlead.policies.model.Metadata;
import dev.fairlead.policies.model.PlainText;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What a Namespace wants of the fixes: the labels `fairlead.dev/<fix>: enabled`, and the
/// annotations that say where its applications tell their health.
///
/// @param enabled the ids of the fixes
/// @param http empty where probes are to open the port, no more
/// @param wrong what is wrong with the annotations: probes are left alone then
public record FixSwitches(Set<String> enabled, Optional<HttpProbe> http, Optional<String> wrong) {
  /// Every fix, and probes that open the port.
  public static final FixSwitches ALL =
      new FixSwitches(Set.copyOf(Fixes.ids()), Optional.empty(), Optional.empty());

  public static final String PROBE_PATH = "fairlead.dev/probe-path";
  public static final String PROBE_PORT = "fairlead.dev/probe-port";

  private static final String PREFIX = "fairlead.dev/";
  private static final String ALLOW_PREFIX = "allow.fairlead.dev/";
  private static final String ENABLED = "enabled";
  private static final String DISABLED = "disabled";

  /// What a URL's path may hold; the length keeps warnings within their limit.
  private static final Pattern PATH = Pattern.compile("/[\\x21-\\x7e]{0,99}");

  private static final Pattern PORT = Pattern.compile("[1-9][0-9]{0,4}");
  private static final int HIGHEST_PORT = 65535;

  public FixSwitches {
    enabled = Set.copyOf(enabled);
  }

  /// Reads the switches of a Namespace.
  ///
  /// @param switches as in [Metadata#switches]
  public static FixSwitches of(Map<String, String> switches) {
    var enabled = new HashSet<String>();
    for (var id : Fixes.ids()) {
      if (ENABLED.equals(switches.get(PREFIX + id))) {
        enabled.add(id);
      }
    }
    var path = Optional.ofNullable(switches.get(PROBE_PATH));
    var port = Optional.ofNullable(switches.get(PROBE_PORT));
    var wrong = wrong(path, port);
    var http =
        wrong.isEmpty() && path.isPresent() && port.isPresent()
            ? Optional.of(new HttpProbe(path.get(), Integer.parseInt(port.get())))
            : Optional.<HttpProbe>empty();
    return new FixSwitches(enabled, http, wrong);
  }

  private static Optional<String> wrong(Optional<String> path, Optional<String> port) {
    if (path.isPresent() != port.isPresent()) {
      var missing = path.isPresent() ? PROBE_PORT : PROBE_PATH;
      return Optional.of("the Namespace lacks the annotation " + missing);
    }
    return path.flatMap(value -> wrong(PROBE_PATH, value))
        .or(() -> port.flatMap(value -> wrong(PROBE_PORT, value)));
  }

  private static Optional<String> wrong(String key, String value) {
    var shown = PlainText.line(value, 51);
    return brokenOnNamespace(key, value)
        .map(must -> "the Namespace has %s: \"%s\", which %s".formatted(key, shown, must));
  }

  /// What is allowed under a key on a Namespace; empty where the value is, or the key is not one of
  /// these.
  public static Optional<String> brokenOnNamespace(String key, String value) {
    return switch (key) {
      case PROBE_PATH ->
          unless(
              PATH.matcher(value).matches(),
              "must be a path such as /health: a slash and up to 99 visible ASCII characters");
      case PROBE_PORT ->
          unless(
              PORT.matcher(value).matches() && Integer.parseInt(value) <= HIGHEST_PORT,
              "must be a port number between 1 and 65535");
      case String other when isLabel(other) ->
          unless(isEnabledOrDisabled(value), "must be one of enabled, disabled");
      case String _ -> Optional.empty();
    };
  }

  /// The same on any other object, which can only do without a fix.
  public static Optional<String> brokenOnObject(String key, String value) {
    if (key.equals(PROBE_PATH) || key.equals(PROBE_PORT)) {
      return Optional.of("must stand on the Namespace, means nothing here");
    }
    return isLabel(key)
        ? unless(
            isEnabledOrDisabled(value),
            "must be disabled, or enabled as the Namespace's label says")
        : Optional.empty();
  }

  private static Optional<String> unless(boolean allowed, String rule) {
    return allowed ? Optional.empty() : Optional.of(rule);
  }

  private static boolean isLabel(String key) {
    return key.startsWith(PREFIX) && Fixes.ids().contains(key.substring(PREFIX.length()));
  }

  private static boolean isEnabledOrDisabled(String value) {
    return value.equals(ENABLED) || value.equals(DISABLED);
  }

  /// False where the Namespace does not want it, or the object says anything but `enabled`, or why
  /// it does without.
  boolean want(Fix fix, Metadata object) {
    return enabled.contains(fix.id())
        && object.switches().getOrDefault(PREFIX + fix.id(), ENABLED).equals(ENABLED)
        && object.switches().getOrDefault(ALLOW_PREFIX + fix.mends(), "").isBlank();
  }
}
