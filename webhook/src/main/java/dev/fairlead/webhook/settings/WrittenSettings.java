package dev.fairlead.webhook.settings;

import dev.fairlead.policies.checks.SortedTexts;
import io.micronaut.context.env.MapPropertySource;
import io.micronaut.context.env.PropertySource;
import io.micronaut.context.env.PropertySourcePropertyResolver;
import io.micronaut.context.exceptions.ConfigurationException;
import io.micronaut.core.convert.ConversionService;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Settings as they were written in a file, in the environment and on the command line, and what is
/// wrong with them.
final class WrittenSettings {
  private static final String PREFIX = "fairlead.";
  private static final String VARIABLE_PREFIX = "FAIRLEAD_";

  /// What Kubernetes itself puts into the environment of containers beside a Service named
  /// fairlead: `FAIRLEAD_PORT=tcp://10.0.0.1:443`.
  private static final Pattern SERVICE_LINK = Pattern.compile("(tcp|udp|sctp)://.*");

  /// How many edits away from a setting's name a variable is taken for a slip of the pen.
  private static final int SLIP = 2;

  private final Optional<SettingsFile> file;
  private final Map<String, String> variables;
  private final Map<String, String> options;
  private final PropertySourcePropertyResolver values;
  private final TreeSet<String> known = new TreeSet<>();
  private final List<String> problems = new ArrayList<>();

  private WrittenSettings(
      Optional<SettingsFile> file, Map<String, String> variables, Map<String, String> options) {
    this.file = file;
    this.variables = variables;
    this.options = options;
    this.values =
        new PropertySourcePropertyResolver(
            new MapPropertySource("file", file.map(SettingsFile::values).orElse(Map.of())),
            new Variables(variables),
            new MapPropertySource("options", prefixed(options)));
  }

  static WrittenSettings in(
      Optional<Path> path, Map<String, String> environment, Map<String, String> options)
      throws BadSettings {
    var file =
        path.isPresent()
            ? Optional.of(SettingsFile.read(path.get()))
            : Optional.<SettingsFile>empty();
    return new WrittenSettings(file, ours(environment), options);
  }

  /// An empty variable is none: templates write them.
  private static Map<String, String> ours(Map<String, String> environment) {
    var variables = new LinkedHashMap<String, String>();
    environment.forEach(
        (name, value) -> {
          var ours = name.startsWith(VARIABLE_PREFIX) && !SERVICE_LINK.matcher(value).matches();
          if (ours && !value.isBlank()) {
            variables.put(name, value);
          }
        });
    return variables;
  }

  private static Map<String, String> prefixed(Map<String, String> options) {
    var prefixed = new LinkedHashMap<String, String>();
    options.forEach((name, value) -> prefixed.put(PREFIX + name, value));
    return prefixed;
  }

  /// A setting of one value.
  ///
  /// @param allowed what it must be, in words
  /// @param parse empty for what is not allowed
  <T> T value(String name, T otherwise, String allowed, Function<String, Optional<T>> parse) {
    return optional(name, allowed, parse).orElse(otherwise);
  }

  /// A setting of one value that has no default.
  <T> Optional<T> optional(String name, String allowed, Function<String, Optional<T>> parse) {
    known.add(PREFIX + name);
    var written = written(name);
    if (written.isEmpty()) {
      return Optional.empty();
    }
    var parsed =
        written.get() instanceof List<?> ? Optional.<T>empty() : parse.apply(text(written.get()));
    if (parsed.isEmpty()) {
      problem(name, allowed, written.get());
    }
    return parsed;
  }

  /// A setting of several values: a list, or a text with commas.
  <T> T values(
      String name, T otherwise, String allowed, Function<List<String>, Optional<T>> parse) {
    known.add(PREFIX + name);
    var written = written(name);
    if (written.isEmpty()) {
      return otherwise;
    }
    var parsed = parse.apply(texts(written.get()));
    if (parsed.isEmpty()) {
      problem(name, allowed, written.get());
    }
    return parsed.orElse(otherwise);
  }

  /// The names of the settings that were asked for so far, each with the prefix `fairlead.`.
  Set<String> names() {
    return Set.copyOf(known);
  }

  boolean isWritten(String name) {
    return text(name).isPresent();
  }

  /// What was written, whatever it says.
  Optional<String> text(String name) {
    return values.getProperty(PREFIX + name, Object.class).map(Object::toString);
  }

  private Optional<Object> written(String name) {
    try {
      return values.getProperty(PREFIX + name, Object.class);
    } catch (ConfigurationException e) {
      problems.add("%s%s: %s (%s)".formatted(PREFIX, name, e.getMessage(), origin(name)));
      return Optional.empty();
    }
  }

  private static List<String> texts(Object value) {
    return value instanceof List<?> list
        ? list.stream().map(WrittenSettings::text).toList()
        : Arrays.stream(text(value).split(",")).map(String::strip).toList();
  }

  /// A value as it was meant: YAML reads `off` without quotes as false.
  private static String text(Object value) {
    return value.equals(false) ? "off" : value.toString().strip();
  }

  /// A text as another type, by the rules of Micronaut.
  static <T> Optional<T> converted(String text, Class<T> type) {
    return ConversionService.SHARED.convert(text, type);
  }

  void problem(String name, String allowed, Object value) {
    problems.add(
        "%s%s: must be %s, is \"%s\" (%s)".formatted(PREFIX, name, allowed, value, origin(name)));
  }

  private String origin(String name) {
    var variable = variable(name);
    if (options.containsKey(name)) {
      return "option --" + name;
    }
    if (variables.containsKey(variable)) {
      return "environment variable " + variable;
    }
    return file.filter(f -> f.values().containsKey(PREFIX + name))
        .map(f -> "file " + f.path())
        .orElse("default");
  }

  /// Throws what has been found so far, and everything that was written but asked for by nobody.
  void mustBeGood() throws BadSettings {
    file.ifPresent(f -> f.values().keySet().forEach(key -> mustBeKnown(key, "file " + f.path())));
    options.keySet().forEach(name -> mustBeKnown(PREFIX + name, "option --" + name));
    variables.keySet().forEach(this::mustBeNoSlip);
    if (!problems.isEmpty()) {
      throw new BadSettings(problems);
    }
  }

  private void mustBeKnown(String key, String origin) {
    if (!known.contains(key)) {
      new SortedTexts(known)
          .nearest(key)
          .ifPresent(nearest -> problems.add(unknown(key, nearest.text(), origin)));
    }
  }

  /// Variables that nobody asks for may be another program's, unless they look like ours.
  private void mustBeNoSlip(String variable) {
    var ours = known.stream().map(key -> variable(key.substring(PREFIX.length()))).toList();
    new SortedTexts(ours)
        .nearest(variable)
        .filter(nearest -> nearest.edits() > 0 && nearest.edits() <= SLIP)
        .ifPresent(
            nearest -> problems.add(unknown(variable, nearest.text(), "environment variable")));
  }

  private static String unknown(String written, String meant, String origin) {
    return "%s: must be a setting, is none; did you mean %s? (%s)"
        .formatted(written, meant, origin);
  }

  private static String variable(String name) {
    return VARIABLE_PREFIX + name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /// Environment variables as Micronaut reads them: each underscore stands for a dot or a dash.
  private static final class Variables extends MapPropertySource {
    Variables(Map<String, String> variables) {
      super("variables", variables);
    }

    @Override
    public PropertySource.PropertyConvention getConvention() {
      return PropertySource.PropertyConvention.ENVIRONMENT_VARIABLE;
    }
  }
}
