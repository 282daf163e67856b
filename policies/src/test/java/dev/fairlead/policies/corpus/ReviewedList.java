package dev.fairlead.policies.corpus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// What somebody has looked at and found right, each with the reason: lines of the form `bundle
/// object what: reason`.
public final class ReviewedList {
  private ReviewedList() {}

  /// The reasons in a file under `src/test/resources/corpus`, by what they are about.
  public static Map<String, String> read(String file) {
    var resource = "/corpus/" + file;
    try (var in = Objects.requireNonNull(ReviewedList.class.getResourceAsStream(resource))) {
      var reasons = new TreeMap<String, String>();
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .forEach(line -> add(line, resource, reasons));
      return reasons;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void add(String line, String resource, Map<String, String> reasons) {
    var colon = line.indexOf(": ");
    if (colon < 0 || line.substring(colon + 2).isBlank()) {
      throw new AssertionError(resource + " has a line without a reason: " + line);
    }
    if (reasons.put(line.substring(0, colon), line.substring(colon + 2)) != null) {
      throw new AssertionError(resource + " has a line twice: " + line);
    }
  }
}
