package dev.fairlead.cli.config;

import dev.fairlead.cli.manifests.ManifestDocument.Manifest;
import dev.fairlead.cli.manifests.ManifestDocument.Unreadable;
import dev.fairlead.cli.manifests.ManifestFile;
import dev.fairlead.cli.manifests.ManifestSource;
import dev.fairlead.cli.manifests.Position;
import dev.fairlead.cli.manifests.Positions;
import dev.fairlead.policies.checks.SortedTexts;
import dev.fairlead.policies.model.PlainText;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A mapping in a file of ours. What is asked of it is there and of its type, or a [BadFile] says
/// where it is not.
public final class StrictMapping {
  private static final String API_VERSION = "fairlead.dev/v1";

  private final String file;
  private final Map<?, ?> tree;
  private final Positions at;

  private StrictMapping(String file, Map<?, ?> tree, Positions at) {
    this.file = file;
    this.tree = tree;
    this.at = at;
  }

  /// Reads a file that holds one document of a kind.
  ///
  /// @param file as the user wrote it
  public static StrictMapping document(String file, String kind) throws BadFile {
    var documents = ManifestFile.parse(file, textOf(file));
    for (var document : documents) {
      if (document instanceof Unreadable unreadable) {
        throw bad(file, unreadable.position(), unreadable.reason());
      }
    }
    if (documents.size() != 1 || !(documents.getFirst() instanceof Manifest manifest)) {
      throw bad(
          file,
          Position.START,
          "must hold one document with apiVersion: %s and kind: %s".formatted(API_VERSION, kind));
    }
    var document = new StrictMapping(file, manifest.tree(), manifest.positions());
    document.mustBe("apiVersion", API_VERSION);
    document.mustBe("kind", kind);
    return document;
  }

  private static String textOf(String file) throws BadFile {
    if (Files.isDirectory(Path.of(file))) {
      throw new BadFile(PlainText.line(file + " is a folder: must be one file"));
    }
    var sources = ManifestSource.read(List.of(file), InputStream.nullInputStream());
    return switch (sources.getFirst()) {
      case ManifestSource.Text(_, var text) -> text;
      case ManifestSource.Failure(var name, var reason) ->
          throw new BadFile(PlainText.line(name + " " + reason));
      case ManifestSource.Absent(var name, var reason) ->
          throw new BadFile(PlainText.line(name + " " + reason));
    };
  }

  private void mustBe(String field, String value) throws BadFile {
    var written = text(field);
    if (!written.equals(value)) {
      throw bad(field, "'%s': must be %s".formatted(written, value));
    }
  }

  /// Refuses every field that is none of these; apiVersion and kind are fields of a document.
  public void mustKnow(List<String> fields) throws BadFile {
    for (var key : keys()) {
      if (!fields.contains(key)) {
        throw bad(
            file,
            at.key(key).position(),
            "unknown field '%s': must be one of %s%s"
                .formatted(key, String.join(", ", fields), meant(key, fields)));
      }
    }
  }

  /// The nearest of what is allowed, as a question.
  public static String meant(String written, Collection<String> allowed) {
    return new SortedTexts(allowed)
        .nearest(written)
        .filter(found -> found.edits() <= Math.max(1, written.length() / 2))
        .map(found -> "; did you mean %s?".formatted(found.text()))
        .orElse("");
  }

  /// The keys as they are written.
  public List<String> keys() {
    return tree.keySet().stream().map(String::valueOf).toList();
  }

  public boolean has(String field) {
    return tree.containsKey(field);
  }

  /// Where the mapping begins.
  public Position position() {
    return at.position();
  }

  public String text(String field) throws BadFile {
    if (tree.get(field) instanceof String text) {
      return text;
    }
    throw has(field) ? bad(field, "must be text") : bad(file, at.position(), "has no " + field);
  }

  public Optional<String> textIfThere(String field) throws BadFile {
    return has(field) ? Optional.of(text(field)) : Optional.empty();
  }

  /// A text, or a word that YAML reads as something else: `off` is false.
  public String word(String field) throws BadFile {
    return Boolean.FALSE.equals(tree.get(field)) ? "off" : text(field);
  }

  public boolean flag(String field) throws BadFile {
    return switch (tree.get(field)) {
      case null -> has(field) ? mustBeFlag(field) : false;
      case Boolean flag -> flag;
      default -> mustBeFlag(field);
    };
  }

  private boolean mustBeFlag(String field) throws BadFile {
    throw bad(field, "'%s': must be true or false".formatted(tree.get(field)));
  }

  /// A number of at least 1; 1 where it is left out.
  public long count(String field) throws BadFile {
    return switch (tree.get(field)) {
      case null -> 1;
      case Long number when number > 0 -> number;
      case Object other -> throw bad(field, "'%s': must be 1 or more".formatted(other));
    };
  }

  /// The texts of a list; none where it is left out.
  public List<String> texts(String field) throws BadFile {
    var texts = new ArrayList<String>();
    if (has(field)) {
      var list = list(field);
      for (var i = 0; i < list.size(); i++) {
        if (!(list.get(i) instanceof String text)) {
          throw bad(file, at.key(field).item(i).position(), field + ": an entry must be text");
        }
        texts.add(text);
      }
    }
    return texts;
  }

  /// The mappings of a list.
  public List<StrictMapping> mappings(String field) throws BadFile {
    var list = list(field);
    var mappings = new ArrayList<StrictMapping>();
    for (var i = 0; i < list.size(); i++) {
      var item = at.key(field).item(i);
      if (!(list.get(i) instanceof Map<?, ?> entry)) {
        throw bad(file, item.position(), "an entry of %s must be a mapping".formatted(field));
      }
      mappings.add(new StrictMapping(file, entry, item));
    }
    return mappings;
  }

  private List<?> list(String field) throws BadFile {
    if (tree.get(field) instanceof List<?> list) {
      return list;
    }
    throw bad(field, "must be a list");
  }

  /// The mapping under a field; an empty one where it is left out.
  public StrictMapping mapping(String field) throws BadFile {
    return switch (tree.get(field)) {
      case null -> new StrictMapping(file, Map.of(), at.key(field));
      case Map<?, ?> mapping -> new StrictMapping(file, mapping, at.key(field));
      case Object _ -> throw bad(field, "must be a mapping");
    };
  }

  /// The mappings under the keys of this one.
  public Map<String, StrictMapping> mappingsByKey() throws BadFile {
    var mappings = new LinkedHashMap<String, StrictMapping>();
    for (var key : keys()) {
      mappings.put(key, mapping(key));
    }
    return mappings;
  }

  /// Names a field of this mapping and what is wrong with it.
  public BadFile bad(String field, String reason) {
    return bad(file, at.key(field).position(), field + ": " + reason);
  }

  private static BadFile bad(String file, Position position, String reason) {
    return new BadFile(PlainText.line("%s:%s: %s".formatted(file, position, reason)));
  }
}
