package dev.fairlead.webhook.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the pages say of settings: that all are there, and what is in force without them.
final class SettingsPagesTest {
  private static final Path DOCS = Path.of("..", "docs");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  /// A setting and its default, as a page writes it; empty for none.
  record Row(String page, String setting, Optional<String> byDefault) {
    @Override
    public String toString() {
      return "%s: %s = %s".formatted(page, setting, byDefault.orElse("none"));
    }
  }

  static Stream<Row> rows() throws IOException {
    var rows = new ArrayList<Row>();
    for (var page : List.of("settings.md", "settle.md", "certificates.md")) {
      var header = List.<String>of();
      for (var line : Files.readAllLines(DOCS.resolve(page))) {
        var cells = cells(line);
        if (cells.isEmpty() || cells.getFirst().startsWith("setting")) {
          header = cells;
        } else if (!header.isEmpty() && cells.getFirst().startsWith("`")) {
          var prefix = header.getFirst().contains("fairlead.…") ? "fairlead." : "";
          rows.addAll(rows(page, prefix, cells.getFirst(), cells.get(header.indexOf("default"))));
        }
      }
    }
    return rows.stream();
  }

  private static List<String> cells(String line) {
    return line.startsWith("|")
        ? Arrays.stream(line.substring(1).split("\\|")).map(String::strip).toList()
        : List.of();
  }

  /// Two settings of one row have their defaults in the same order.
  private static List<Row> rows(String page, String prefix, String settings, String defaults) {
    var names = codes(settings);
    var values = codes(defaults);
    var rows = new ArrayList<Row>();
    for (var i = 0; i < names.size(); i++) {
      var value =
          values.size() == names.size() && !defaults.contains(" and ")
              ? Optional.of(values.get(i).replace("<namespace>", "fairlead-system"))
              : Optional.<String>empty();
      rows.add(new Row(page, prefix + names.get(i), value));
    }
    return rows;
  }

  private static List<String> codes(String cell) {
    return CODE.matcher(cell).results().map(code -> code.group(1)).toList();
  }

  @Test
  void thePageOfSettingsHasThemAll() throws Exception {
    assertThat(rows().filter(row -> row.page().equals("settings.md")).map(Row::setting))
        .containsExactlyInAnyOrderElementsOf(SettingsReader.names());
  }

  @ParameterizedTest
  @MethodSource("rows")
  void toWriteTheDefaultChangesNothing(Row row) throws Exception {
    assertThat(SettingsReader.names()).contains(row.setting());
    if (row.byDefault().isEmpty()) {
      return;
    }
    var name = row.setting().substring("fairlead.".length());
    var others =
        name.startsWith("certificates.") && !name.endsWith(".from")
            ? Map.of("certificates.from", "secret")
            : Map.<String, String>of();
    var written = new HashMap<>(others);
    written.put(name, row.byDefault().get());

    assertThat(SettingsReader.read(Optional.empty(), Map.of(), written))
        .isEqualTo(SettingsReader.read(Optional.empty(), Map.of(), others));
  }
}
