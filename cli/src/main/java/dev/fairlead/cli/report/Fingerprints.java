package dev.fairlead.cli.report;

import dev.fairlead.cli.check.Located;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;

/// By which a service knows a finding again in a later run. It does not change when lines move,
/// when items of a list move, or when the finding is worded differently.
final class Fingerprints {
  private static final Pattern INDEX = Pattern.compile("\\[\\d+]");

  /// How many characters of the hash are kept: 64 bits.
  private static final int LENGTH = 16;

  private final Map<String, Integer> seen = new HashMap<>();

  /// The fingerprint of the next finding of a report: a hash, and a number that tells findings
  /// apart that have the same.
  ///
  /// @param file relative to the root of the repository
  String next(Located finding, String file) {
    var object = finding.object();
    var identity =
        String.join(
            "\n",
            finding.check(),
            file,
            object.group(),
            object.kind(),
            object.namespace(),
            object.name(),
            finding.container().orElse(""),
            INDEX.matcher(finding.field()).replaceAll("[]"));
    var hash = hash(identity);
    return "%s:%d".formatted(hash, seen.merge(hash, 1, Integer::sum));
  }

  private static String hash(String text) {
    try {
      var digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
