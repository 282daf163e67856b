package dev.fairlead.cli.config;

import dev.fairlead.policies.checks.Checks;
import dev.fairlead.policies.judge.CheckLevel;
import dev.fairlead.policies.judge.Level;
import dev.fairlead.policies.model.DnsLabel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads a `.fairlead.yaml`.
final class CheckConfigReader {
  private static final String KIND = "CheckConfig";

  private static final List<String> FIELDS =
      List.of(
          "apiVersion",
          "kind",
          "paths",
          "namespace",
          "complete",
          "level",
          "namespaces",
          "checks",
          "podlessKinds",
          "baseline");

  private static final List<String> NAMESPACE_FIELDS = List.of("level");

  /// An API group, which has a dot, and perhaps a kind of it.
  private static final Pattern GROUP_OR_KIND =
      Pattern.compile("[a-z0-9-]+(\\.[a-z0-9-]+)+(/[A-Za-z0-9]+)?");

  private final String file;

  CheckConfigReader(String file) {
    this.file = file;
  }

  CheckConfig read() throws BadFile {
    var document = StrictMapping.document(file, KIND);
    document.mustKnow(FIELDS);
    return new CheckConfig(
        document.texts("paths").stream().map(this::resolved).toList(),
        namespace(document),
        document.flag("complete"),
        document.has("level") ? level(document) : CheckConfig.NONE.level(),
        namespaces(document.mapping("namespaces")),
        checks(document.mapping("checks")),
        podlessKinds(document),
        document.textIfThere("baseline").map(this::resolved));
  }

  /// A path in the file is relative to its folder.
  private String resolved(String path) {
    return Path.of(file).resolveSibling(path).normalize().toString();
  }

  private static Optional<String> namespace(StrictMapping document) throws BadFile {
    var name = document.textIfThere("namespace");
    if (name.isPresent() && !DnsLabel.is(name.get())) {
      throw document.bad("namespace", mustBeName(name.get()));
    }
    return name;
  }

  private static String mustBeName(String name) {
    return "'%s': must be a name of a namespace: lower case letters, digits and -".formatted(name);
  }

  private static Level level(StrictMapping mapping) throws BadFile {
    var written = mapping.word("level");
    var level = Level.of(written);
    if (level.isEmpty()) {
      throw mapping.bad("level", "'%s': must be one of %s".formatted(written, Level.labels()));
    }
    return level.get();
  }

  private static Map<String, Level> namespaces(StrictMapping mapping) throws BadFile {
    var levels = new HashMap<String, Level>();
    for (var entry : mapping.mappingsByKey().entrySet()) {
      if (!DnsLabel.is(entry.getKey())) {
        throw mapping.bad(entry.getKey(), mustBeName(entry.getKey()));
      }
      entry.getValue().mustKnow(NAMESPACE_FIELDS);
      levels.put(entry.getKey(), level(entry.getValue()));
    }
    return levels;
  }

  private static Map<String, CheckLevel> checks(StrictMapping mapping) throws BadFile {
    var levels = new LinkedHashMap<String, CheckLevel>();
    for (var id : mapping.keys()) {
      if (!Checks.ids().contains(id)) {
        throw mapping.bad(
            id,
            "must be one of %s%s"
                .formatted(String.join(", ", Checks.ids()), StrictMapping.meant(id, Checks.ids())));
      }
      var written = mapping.word(id);
      var level = CheckLevel.of(written);
      if (level.isEmpty()) {
        throw mapping.bad(
            id, "'%s': must be one of %s".formatted(written, CheckLevel.annotations()));
      }
      levels.put(id, level.get());
    }
    return levels;
  }

  private static Set<String> podlessKinds(StrictMapping document) throws BadFile {
    var kinds = document.texts("podlessKinds");
    for (var kind : kinds) {
      if (!GROUP_OR_KIND.matcher(kind).matches()) {
        throw document.bad(
            "podlessKinds",
            "'%s': must be an API group or a kind of one, such as example.com or example.com/Widget"
                .formatted(kind));
      }
    }
    return Set.copyOf(kinds);
  }
}
