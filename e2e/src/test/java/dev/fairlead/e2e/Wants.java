package dev.fairlead.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/// What the header of a manifest says Fairlead must find in it, and how the file must be viewed.
record Wants(List<Want> wants, String view) {
  private static final Pattern WANT = Pattern.compile("# want: (\\w+) (\\[([a-z-]+)] .*)");
  private static final Pattern VIEW = Pattern.compile("# view: (.*)");

  Wants {
    wants = List.copyOf(wants);
  }

  /// One finding.
  ///
  /// @param message as the webhook words it, for the namespace `default`
  record Want(String certainty, String check, String message) {
    /// The message for another namespace than `default`.
    String messageIn(String namespace) {
      return message.replace("namespace \"default\"", "namespace \"" + namespace + "\"");
    }
  }

  static Wants of(Path file) {
    try {
      var header =
          Files.readAllLines(file).stream().takeWhile(line -> line.startsWith("#")).toList();
      var wants =
          header.stream()
              .map(WANT::matcher)
              .filter(matcher -> matcher.matches())
              .map(m -> new Want(m.group(1), m.group(3), m.group(2)))
              .toList();
      var view =
          header.stream()
              .map(VIEW::matcher)
              .filter(matcher -> matcher.matches())
              .map(matcher -> matcher.group(1))
              .findFirst();
      return new Wants(wants, view.orElse(""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The one want of this check.
  Want of(String check) {
    var ofCheck = wants.stream().filter(want -> want.check().equals(check)).toList();
    if (ofCheck.size() != 1) {
      throw new AssertionError("must want %s once, but: %s".formatted(check, wants));
    }
    return ofCheck.getFirst();
  }
}
