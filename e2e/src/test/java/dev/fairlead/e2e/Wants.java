package dev.fairlead.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What the header of a manifest says Fairlead must find in it; infos, which only the command line
/// tells, are left out.
///
/// @param ofCluster whether they are wanted of a cluster rather than of files
/// @param refusal words with which the API server itself refuses the file, where it does
record Wants(List<Want> wants, boolean ofCluster, Optional<String> refusal) {
  private static final Pattern WANT = Pattern.compile("# want: (\\w+) (\\[([a-z-]+)] .*)");
  private static final Pattern CLUSTER = Pattern.compile("# view: cluster");
  private static final Pattern REFUSAL = Pattern.compile("# kubernetes-refuses: (.*)");

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
          matches(WANT, header)
              .filter(m -> !m.group(1).equals("info"))
              .map(m -> new Want(m.group(1), m.group(3), m.group(2)))
              .toList();
      return new Wants(
          wants,
          isWritten(CLUSTER, header),
          matches(REFUSAL, header).map(m -> m.group(1)).findFirst());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isWritten(Pattern pattern, List<String> header) {
    return matches(pattern, header).findAny().isPresent();
  }

  private static Stream<Matcher> matches(Pattern pattern, List<String> header) {
    return header.stream().map(pattern::matcher).filter(Matcher::matches);
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
