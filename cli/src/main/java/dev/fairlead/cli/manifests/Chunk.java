package dev.fairlead.cli.manifests;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A piece of a file that is parsed by itself, and where in the file it begins.
record Chunk(String text, Position start) {
  /// How deep values may nest: a schema in a CustomResourceDefinition reaches 60, and every level
  /// costs stack.
  static final int MAX_DEPTH = 500;

  private static final String SEPARATOR = "---";

  /// True for a line with which kubectl ends a document, or refuses to: it begins with `---`.
  private static boolean isSeparator(String text, int lineStart) {
    return text.startsWith(SEPARATOR, lineStart);
  }

  /// The pieces between lines of `---`, from an offset on. A line that begins with `---` and goes
  /// on with anything but a comment begins a piece of its own.
  List<Chunk> documents() {
    var documents = new ArrayList<Chunk>();
    var begin = 0;
    var beginsAt = start;
    var line = start.line();
    var next = 0;
    for (var lineStart = 0; lineStart < text.length(); lineStart = next, line++) {
      var newline = text.indexOf('\n', lineStart);
      next = newline < 0 ? text.length() : newline + 1;
      if (!isLineStart(lineStart) || !isSeparator(text, lineStart)) {
        continue;
      }
      documents.add(new Chunk(text.substring(begin, lineStart), beginsAt));
      var rest = text.substring(lineStart + SEPARATOR.length(), next).strip();
      var plain = rest.isEmpty() || rest.startsWith("#");
      begin = plain ? next : lineStart;
      beginsAt = new Position(plain ? line + 1 : line, 1);
    }
    documents.add(new Chunk(text.substring(begin), beginsAt));
    return documents;
  }

  /// Where the first line begins that is longer; empty if none is.
  Optional<Position> lineLongerThan(int most) {
    var line = 0;
    for (var begin = 0; begin < text.length(); line++) {
      var newline = text.indexOf('\n', begin);
      var end = newline < 0 ? text.length() : newline;
      if (end - begin > most) {
        return Optional.of(position(line, 0));
      }
      begin = end + 1;
    }
    return Optional.empty();
  }

  /// True when this piece begins with a line that kubectl takes for a broken separator.
  boolean beginsWithBrokenSeparator() {
    return isLineStart(0) && isSeparator(text, 0);
  }

  /// Whether an offset where a line of this piece begins is where a line of the file begins.
  private boolean isLineStart(int offset) {
    return offset > 0 || start.column() == 1;
  }

  /// The place in the file of a line and column of this piece, both counted from 0.
  Position position(int line, int column) {
    return new Position(start.line() + line, line == 0 ? start.column() + column : column + 1);
  }
}
