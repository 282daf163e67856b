package dev.fairlead.cli.check;

import dev.fairlead.cli.check.BaselineEntry.Mistake;
import dev.fairlead.cli.manifests.ManifestDocument.Manifest;
import dev.fairlead.cli.manifests.ManifestDocument.Unreadable;
import dev.fairlead.cli.manifests.ManifestFile;
import dev.fairlead.cli.manifests.ManifestSource;
import dev.fairlead.cli.manifests.Position;
import dev.fairlead.cli.manifests.Positions;
import dev.fairlead.policies.checks.Checks;
import dev.fairlead.policies.model.PlainText;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the file of a baseline, strictly: what it does not know could be a reason misspelt.
final class BaselineReader {
  private static final String API_VERSION = "fairlead.dev/v1";
  private static final String KIND = "Baseline";
  private static final List<String> FIELDS = List.of("apiVersion", "kind", "findings");
  private static final List<String> ENTRY_FIELDS =
      List.of("check", "object", "namespace", "container", "field", "count", "reason", "expires");

  private final String file;

  BaselineReader(String file) {
    this.file = file;
  }

  Baseline read() throws BadBaseline {
    var manifest = manifest(text());
    var tree = manifest.tree();
    var at = manifest.positions();
    mustKnow(tree, FIELDS, at);
    mustBe(tree, "apiVersion", API_VERSION, at);
    mustBe(tree, "kind", KIND, at);
    if (!(tree.get("findings") instanceof List<?> findings)) {
      throw bad(at.key("findings").position(), "findings: must be a list");
    }
    var entries = new ArrayList<BaselineEntry>();
    for (var i = 0; i < findings.size(); i++) {
      var item = at.key("findings").item(i);
      if (!(findings.get(i) instanceof Map<?, ?> entry)) {
        throw bad(item.position(), "an entry of findings must be a mapping");
      }
      entries.add(entry(entry, item));
    }
    return new Baseline(file, entries);
  }

  private String text() throws BadBaseline {
    if (Files.isDirectory(Path.of(file))) {
      throw new BadBaseline(file + " is a folder: a baseline is one file");
    }
    var sources = ManifestSource.read(List.of(file), InputStream.nullInputStream());
    return switch (sources.getFirst()) {
      case ManifestSource.Text(_, var text) -> text;
      case ManifestSource.Failure(var name, var reason) ->
          throw new BadBaseline(name + " " + reason);
      case ManifestSource.Absent(var name, var reason) ->
          throw new BadBaseline(name + " " + reason);
    };
  }

  private Manifest manifest(String text) throws BadBaseline {
    var documents = ManifestFile.parse(file, text);
    for (var document : documents) {
      if (document instanceof Unreadable unreadable) {
        throw bad(unreadable.position(), unreadable.reason());
      }
    }
    if (documents.size() == 1 && documents.getFirst() instanceof Manifest manifest) {
      return manifest;
    }
    throw bad(
        Position.START,
        "must hold one document with apiVersion: %s and kind: %s".formatted(API_VERSION, KIND));
  }

  private BaselineEntry entry(Map<?, ?> entry, Positions at) throws BadBaseline {
    mustKnow(entry, ENTRY_FIELDS, at);
    var check = text(entry, "check", at);
    if (!Checks.ids().contains(check)) {
      throw bad(
          at.key("check").position(),
          "check: '%s': must be one of %s".formatted(check, String.join(", ", Checks.ids())));
    }
    var mistake =
        new Mistake(
            check,
            text(entry, "namespace", at),
            text(entry, "object", at),
            entry.containsKey("container") ? text(entry, "container", at) : "",
            text(entry, "field", at));
    var reason = text(entry, "reason", at);
    if (reason.isBlank()) {
      throw bad(at.key("reason").position(), "reason: '': must say why");
    }
    return new BaselineEntry(mistake, count(entry, at), reason, expires(entry, at), at.position());
  }

  private long count(Map<?, ?> entry, Positions at) throws BadBaseline {
    return switch (entry.get("count")) {
      case null -> 1;
      case Long number when number > 0 -> number;
      case Object other ->
          throw bad(at.key("count").position(), "count: '%s': must be 1 or more".formatted(other));
    };
  }

  private Optional<LocalDate> expires(Map<?, ?> entry, Positions at) throws BadBaseline {
    if (!entry.containsKey("expires")) {
      return Optional.empty();
    }
    var day = text(entry, "expires", at);
    try {
      return Optional.of(LocalDate.parse(day));
    } catch (DateTimeException _) {
      throw bad(
          at.key("expires").position(),
          "expires: '%s': must be a day such as 2027-01-31".formatted(day));
    }
  }

  private void mustKnow(Map<?, ?> tree, List<String> fields, Positions at) throws BadBaseline {
    for (var key : tree.keySet()) {
      var name = String.valueOf(key);
      if (!fields.contains(name)) {
        throw bad(
            at.key(name).position(),
            "unknown field '%s': must be one of %s".formatted(name, String.join(", ", fields)));
      }
    }
  }

  private void mustBe(Map<?, ?> tree, String field, String value, Positions at) throws BadBaseline {
    var written = text(tree, field, at);
    if (!written.equals(value)) {
      throw bad(at.key(field).position(), "%s: '%s': must be %s".formatted(field, written, value));
    }
  }

  private String text(Map<?, ?> tree, String field, Positions at) throws BadBaseline {
    if (tree.get(field) instanceof String text) {
      return text;
    }
    throw bad(
        at.key(field).position(),
        tree.containsKey(field) ? field + ": must be text" : "has no " + field);
  }

  private BadBaseline bad(Position position, String reason) {
    return new BadBaseline(PlainText.line("%s:%s: %s".formatted(file, position, reason)));
  }
}
