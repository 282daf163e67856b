package dev.fairlead.webhook.settings;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/// A file of settings in YAML.
///
/// @param values by their full names: `fairlead.exempt.users`; nested maps are taken apart, lists
///   are not
record SettingsFile(Path path, Map<String, Object> values) {
  static SettingsFile read(Path path) throws BadSettings {
    var options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    try {
      Object tree = new Yaml(new SafeConstructor(options)).load(Files.readString(path));
      return switch (tree) {
        case null -> new SettingsFile(path, Map.of());
        case Map<?, ?> map -> new SettingsFile(path, flat(map));
        case Object _ -> throw bad(path, "must be a YAML map of settings, is something else");
      };
    } catch (MarkedYAMLException e) {
      var mark = e.getProblemMark();
      throw bad(
          path,
          "must be YAML: line %d, column %d: %s"
              .formatted(mark.getLine() + 1, mark.getColumn() + 1, e.getProblem()));
    } catch (YAMLException e) {
      throw bad(path, "must be YAML: " + e.getMessage());
    } catch (NoSuchFileException e) {
      throw bad(path, "must be a file, does not exist");
    } catch (AccessDeniedException e) {
      throw bad(path, "must be readable, is not");
    } catch (CharacterCodingException e) {
      throw bad(path, "must be YAML, is not text");
    } catch (IOException e) {
      throw bad(path, "must be a readable file: " + e.getMessage());
    }
  }

  private static BadSettings bad(Path path, String problem) {
    return new BadSettings(List.of(path + ": " + problem.replaceAll("\\s+", " ")));
  }

  private static Map<String, Object> flat(Map<?, ?> tree) {
    var flat = new LinkedHashMap<String, Object>();
    flatten(tree, "", flat);
    return flat;
  }

  private static void flatten(Map<?, ?> tree, String prefix, Map<String, Object> flat) {
    tree.forEach(
        (key, value) -> {
          switch (value) {
            case null -> {}
            case Map<?, ?> map -> flatten(map, prefix + key + ".", flat);
            case Object written -> flat.put(prefix + key, written);
          }
        });
  }
}
