package dev.fairlead.policies.model;

import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Makes text that somebody else wrote fit for an answer, an audit log, a log or a terminal. It
/// replaces whatever would forge a line, recolour a terminal or turn the reading direction around,
/// and what is no character at all.
public final class PlainText {
  /// What the API server leaves of a warning once it cuts, in characters.
  public static final int LONGEST_WARNING = 256;

  /// Control characters, line and paragraph separators, and what turns the reading direction around
  /// ([Trojan Source](https://trojansource.codes/)).
  private static final String HARMFUL =
      "[\\p{Cc}\\p{Zl}\\p{Zp}\\u061C\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069]";

  private static final Pattern IN_A_LINE = Pattern.compile(HARMFUL);
  private static final Pattern IN_LINES = Pattern.compile("[" + HARMFUL + "&&[^\\n]]");

  /// Halves of characters that stand alone; UTF-8 has none.
  private static final Pattern HALF = Pattern.compile("\\p{Cs}");

  private static final String REPLACEMENT = "\uFFFD";

  private PlainText() {}

  /// One line, with a space for each character that does harm.
  public static String line(Object text) {
    var written = text.toString();
    return isPrintable(written) ? written : whole(IN_A_LINE, written);
  }

  /// One line of at most so many characters, which ends in `…` where it was cut.
  ///
  /// @param most at least 1; characters are Unicode code points
  public static String line(Object text, int most) {
    return cut(line(text), most);
  }

  /// The text with its line breaks, and a space for each other character that does harm.
  public static String lines(String text) {
    return isPrintable(text.replace("\n", "")) ? text : whole(IN_LINES, text);
  }

  /// At most so many lines, each of at most so many characters; the last one counts what is left
  /// out.
  public static String lines(String text, int mostLines, int mostCharacters) {
    var lines = lines(text).lines().toList();
    var kept =
        lines.stream()
            .limit(mostLines)
            .map(line -> cut(line, mostCharacters))
            .collect(Collectors.joining("\n"));
    return lines.size() <= mostLines
        ? kept
        : "%s\nand %d more lines".formatted(kept, lines.size() - mostLines);
  }

  /// True where all of it is printable ASCII, as nearly every text is: no pattern has to look at
  /// it.
  public static boolean isPrintable(String text) {
    for (var i = 0; i < text.length(); i++) {
      if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
        return false;
      }
    }
    return true;
  }

  private static String whole(Pattern harmful, String text) {
    return HALF.matcher(harmful.matcher(text).replaceAll(" ")).replaceAll(REPLACEMENT);
  }

  private static String cut(String line, int most) {
    return line.codePointCount(0, line.length()) <= most
        ? line
        : line.substring(0, line.offsetByCodePoints(0, most - 1)) + "…";
  }
}
