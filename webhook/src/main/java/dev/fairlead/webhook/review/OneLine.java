package dev.fairlead.webhook.review;

/// Text that passes through headers and logs unharmed: one line, no control characters, and short.
final class OneLine {
  /// What the API server leaves of a warning once it cuts.
  static final int MAX_CHARACTERS = 256;

  private static final int REPLACEMENT = '\uFFFD';

  private OneLine() {}

  /// The text with spaces for control characters, ending in `…` where it was cut.
  static String of(String text) {
    var line = new StringBuilder(text.length());
    text.codePoints().map(OneLine::harmless).forEach(line::appendCodePoint);
    if (line.codePointCount(0, line.length()) <= MAX_CHARACTERS) {
      return line.toString();
    }
    line.setLength(line.offsetByCodePoints(0, MAX_CHARACTERS - 1));
    return line.append('…').toString();
  }

  private static int harmless(int character) {
    if (Character.isISOControl(character)) {
      return ' ';
    }
    var halfOfACharacter = Character.getType(character) == Character.SURROGATE;
    return halfOfACharacter ? REPLACEMENT : character;
  }
}
