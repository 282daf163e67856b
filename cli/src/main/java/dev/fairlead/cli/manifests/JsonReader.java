package dev.fairlead.cli.manifests;

import dev.fairlead.cli.manifests.Node.Child;
import dev.fairlead.cli.manifests.Node.Mapping;
import dev.fairlead.cli.manifests.Node.Scalar;
import dev.fairlead.cli.manifests.Node.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/// A stream of JSON objects, one behind the other, as kubectl reads it before it tries YAML. What
/// YAML reads differently (`\/`, tabs anywhere, long keys) is plain JSON here.
final class JsonReader {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Chunk.MAX_DEPTH)
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private final Chunk chunk;
  private final String text;
  private final JsonParser parser;
  private int begin;
  private int end;

  /// Where positions were counted last.
  private int counted;

  private int line;
  private int column;

  JsonReader(Chunk chunk) {
    this.chunk = chunk;
    this.text = chunk.text();
    this.parser = FACTORY.createParser(ObjectReadContext.empty(), text.toCharArray());
  }

  /// The next object of the stream; empty when what follows is none, and then `rest` is there to be
  /// tried as YAML.
  Optional<Child> next() {
    try {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      begin = offset();
      var object = new Child(position(begin), node());
      end = (int) parser.currentLocation().getCharOffset();
      return Optional.of(object);
    } catch (JacksonException _) {
      // The rest says in YAML's words what is wrong with it.
      return Optional.empty();
    }
  }

  /// Where the text of the object that was read last begins, and where it ends.
  int begin() {
    return begin;
  }

  int end() {
    return end;
  }

  /// What was not read yet, without the rest of the line when that is blank.
  Chunk rest() {
    var position = position(end);
    var newline = text.indexOf('\n', end);
    if (end > 0 && newline >= 0 && text.substring(end, newline).isBlank()) {
      return new Chunk(text.substring(newline + 1), chunk.position(line + 1, 0));
    }
    return new Chunk(text.substring(end), position);
  }

  /// What the current token begins.
  private Node node() {
    return switch (parser.currentToken()) {
      case START_OBJECT -> mapping();
      case START_ARRAY -> sequence();
      case VALUE_STRING -> new Scalar(parser.getString());
      case VALUE_TRUE -> new Scalar(true);
      case VALUE_FALSE -> new Scalar(false);
      case VALUE_NULL -> new Scalar(null);
      default -> number();
    };
  }

  private Mapping mapping() {
    var members = new LinkedHashMap<String, Child>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      var position = position(offset());
      var key = parser.currentName();
      parser.nextToken();
      members.put(key, child(position));
    }
    return new Mapping(members);
  }

  private Sequence sequence() {
    var items = new ArrayList<Child>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(child(position(offset())));
    }
    return new Sequence(items);
  }

  /// What the current token begins, from its key on.
  private Child child(Position at) {
    var node = node();
    var behind = position((int) parser.currentLocation().getCharOffset());
    return new Child(at, behind.line() == at.line() ? behind.column() : at.column(), node);
  }

  private Scalar number() {
    var number = PlainScalar.value(parser.getString().toLowerCase(Locale.ROOT));
    return new Scalar(number instanceof Double inexact ? PlainScalar.json(inexact) : number);
  }

  private int offset() {
    return (int) parser.currentTokenLocation().getCharOffset();
  }

  /// Counted on from where it was asked last: a line can be as long as the file.
  private Position position(int offset) {
    if (offset < counted) {
      counted = 0;
      line = 0;
      column = 0;
    }
    for (; counted < offset; counted++) {
      if (text.charAt(counted) == '\n') {
        line++;
        column = 0;
      } else if (!Character.isLowSurrogate(text.charAt(counted))) {
        column++;
      }
    }
    return chunk.position(line, column);
  }
}
