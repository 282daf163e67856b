package dev.fairlead.cli.report;

import dev.fairlead.cli.check.Located;
import dev.fairlead.policies.checks.Checks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The page of a check, `docs/checks/<id>.md`, which we ship.
///
/// @param summary its first paragraph: what the check finds
/// @param effect the first paragraph of what happens in a cluster
/// @param markdown the whole page
public record CheckPage(String id, String summary, String effect, String markdown) {
  private static final String EFFECT = "## What happens in a cluster";

  /// The page of a check; empty where there is no such check.
  ///
  /// @param id a check's, or that of what cannot be read
  public static Optional<CheckPage> of(String id) {
    return known().filter(id::equals).findFirst().map(CheckPage::read);
  }

  /// The ids that have a page, sorted.
  public static Stream<String> known() {
    return Stream.concat(Checks.ids().stream(), Stream.of(Located.UNREADABLE_MANIFEST)).sorted();
  }

  private static CheckPage read(String id) {
    var name = "/docs/checks/%s.md".formatted(id);
    try (var stream = CheckPage.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException("this build holds no page " + name);
      }
      var text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      var effect = text.substring(text.indexOf(EFFECT));
      return new CheckPage(id, firstParagraph(text), firstParagraph(effect), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What follows the heading, in one line.
  private static String firstParagraph(String text) {
    return text.lines()
        .skip(1)
        .dropWhile(String::isBlank)
        .takeWhile(line -> !line.isBlank())
        .map(String::strip)
        .collect(Collectors.joining(" "));
  }

  /// The id in PascalCase: `SelectorUnmatched`.
  String name() {
    return Arrays.stream(id.split("-"))
        .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
        .collect(Collectors.joining());
  }
}
