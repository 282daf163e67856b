package dev.fairlead.cli.manifests;

import dev.fairlead.cli.manifests.Node.Mapping;
import dev.fairlead.cli.manifests.Node.Place;
import dev.fairlead.cli.manifests.Node.Scalar;
import dev.fairlead.cli.manifests.Node.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// A stream of JSON objects, one behind the other, as kubectl reads it before it tries YAML. What
/// YAML reads differently (`\/`, tabs anywhere, long keys) is plain JSON here.
final class JsonReader {
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");

  private final Chunk chunk;
  private final String text;
  private int at;
  private int line;
  private int column;
  private int columnAt;
  private int begin;

  JsonReader(Chunk chunk) {
    this.chunk = chunk;
    this.text = chunk.text();
  }

  /// The next object of the stream; empty when what follows is none, and then `rest` is there to be
  /// tried as YAML.
  Optional<Place> next() {
    var before = new int[] {at, line, column, columnAt};
    try {
      skipSpace();
      begin = at;
      if (peek() == '{') {
        return Optional.of(place(1));
      }
    } catch (Unparsable _) {
      // The rest says in YAML's words what is wrong with it.
    }
    at = before[0];
    line = before[1];
    column = before[2];
    columnAt = before[3];
    return Optional.empty();
  }

  /// Where the text of the object that was read last begins, and where it ends.
  int begin() {
    return begin;
  }

  int end() {
    return at;
  }

  /// What was not read yet, without the rest of the line when that is blank.
  Chunk rest() {
    var newline = text.indexOf('\n', at);
    if (at > 0 && newline >= 0 && text.substring(at, newline).isBlank()) {
      return new Chunk(text.substring(newline + 1), chunk.position(line + 1, 0));
    }
    return new Chunk(text.substring(at), position());
  }

  /// Counts on from where it was asked last: a line can be as long as the file.
  private Position position() {
    column += text.codePointCount(columnAt, at);
    columnAt = at;
    return chunk.position(line, column);
  }

  private Place place(int depth) throws Unparsable {
    skipSpace();
    var position = position();
    if (depth > Chunk.MAX_DEPTH) {
      throw unexpected();
    }
    return new Place(position, node(depth));
  }

  private Node node(int depth) throws Unparsable {
    return switch (peek()) {
      case '{' -> mapping(depth);
      case '[' -> sequence(depth);
      case '"' -> new Scalar(string());
      case 't' -> word("true", new Scalar(true));
      case 'f' -> word("false", new Scalar(false));
      case 'n' -> word("null", new Scalar(null));
      default -> number();
    };
  }

  private Mapping mapping(int depth) throws Unparsable {
    var members = new LinkedHashMap<String, Place>();
    expect('{');
    skipSpace();
    while (peek() != '}') {
      if (!members.isEmpty()) {
        expect(',');
        skipSpace();
      }
      var position = position();
      var key = string();
      skipSpace();
      expect(':');
      members.put(key, new Place(position, place(depth + 1).node()));
      skipSpace();
    }
    expect('}');
    return new Mapping(members);
  }

  private Sequence sequence(int depth) throws Unparsable {
    var items = new ArrayList<Place>();
    expect('[');
    skipSpace();
    while (peek() != ']') {
      if (!items.isEmpty()) {
        expect(',');
      }
      items.add(place(depth + 1));
      skipSpace();
    }
    expect(']');
    return new Sequence(items);
  }

  private String string() throws Unparsable {
    expect('"');
    var string = new StringBuilder();
    while (peek() != '"') {
      var character = peek();
      if (character < ' ') {
        throw unexpected();
      }
      at++;
      string.append(character == '\\' ? escaped() : character);
    }
    expect('"');
    return string.toString();
  }

  private char escaped() throws Unparsable {
    var character = peek();
    if (character == '\0') {
      throw unexpected();
    }
    at++;
    return switch (character) {
      case '"', '\\', '/' -> character;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> hexadecimal();
      default -> throw unexpected();
    };
  }

  private char hexadecimal() throws Unparsable {
    var code = 0;
    for (var i = 0; i < 4; i++, at++) {
      var digit = Character.digit(peek(), 16);
      if (digit < 0) {
        throw unexpected();
      }
      code = code * 16 + digit;
    }
    return (char) code;
  }

  private Scalar word(String word, Scalar value) throws Unparsable {
    if (!text.startsWith(word, at)) {
      throw unexpected();
    }
    at += word.length();
    return value;
  }

  private Scalar number() throws Unparsable {
    var matcher = NUMBER.matcher(text).region(at, text.length());
    if (!matcher.lookingAt()) {
      throw unexpected();
    }
    at = matcher.end();
    var number = PlainScalar.value(matcher.group().toLowerCase(Locale.ROOT));
    return new Scalar(number instanceof Double inexact ? PlainScalar.json(inexact) : number);
  }

  private void skipSpace() {
    for (; at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0; at++) {
      if (text.charAt(at) == '\n') {
        line++;
        column = 0;
        columnAt = at + 1;
      }
    }
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private void expect(char character) throws Unparsable {
    if (peek() != character) {
      throw unexpected();
    }
    at++;
  }

  private Unparsable unexpected() {
    return new Unparsable(position(), "not JSON");
  }
}
