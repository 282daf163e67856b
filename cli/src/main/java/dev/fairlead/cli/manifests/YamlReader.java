package dev.fairlead.cli.manifests;

import dev.fairlead.cli.manifests.Node.Child;
import dev.fairlead.cli.manifests.Node.Mapping;
import dev.fairlead.cli.manifests.Node.Scalar;
import dev.fairlead.cli.manifests.Node.Sequence;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/// One YAML document as kubectl reads it, go-yaml v2 in front of JSON: SnakeYAML's events, with
/// kubectl's own scalars, keys, merge keys and limits.
final class YamlReader {
  /// What a piece of a file holds: a document, unless there are only comments, and where a second
  /// one begins that kubectl never looks at, as after a line `...`.
  record Content(Optional<Child> document, Optional<Position> ignored) {}

  /// How many values aliases may bring in, as many as go-yaml takes before it calls them excessive.
  private static final int MAX_ALIASED_VALUES = 400_000;

  /// How often a document is read again with a tab made a space, so that the time has a bound.
  static final int MAX_TABS = 100;

  private static final String MERGE_KEY = "<<";

  private final Chunk chunk;
  private final ParserImpl parser;
  private final Map<String, Optional<Node>> anchors = new HashMap<>();
  private long aliasedValues;

  /// Where the value that was read last ends.
  private @Nullable Mark end;

  private YamlReader(Chunk chunk, String text) {
    var options = new LoaderOptions();
    options.setCodePointLimit(Integer.MAX_VALUE);
    this.chunk = chunk;
    this.parser = new ParserImpl(new StreamReader(text), options);
  }

  static Content read(Chunk chunk) throws Unparsable {
    var text = chunk.text();
    for (var tabs = 0; ; tabs++) {
      try {
        return new YamlReader(chunk, text).content();
      } catch (MarkedYAMLException e) {
        var tab = tabs < MAX_TABS ? separatingTab(text, e.getProblemMark()) : -1;
        if (tab < 0) {
          throw unparsable(chunk, e);
        }
        text = text.substring(0, tab) + ' ' + text.substring(tab + 1);
      } catch (YAMLException e) {
        throw notPrintable(chunk, e);
      } catch (IllegalArgumentException _) {
        // SnakeYAML's own way with an escape that ends early or is no character.
        throw new Unparsable(chunk.start(), "text in double quotes has a broken escape");
      }
    }
  }

  /// Where the parser failed at a tab that libyaml takes for a space and SnakeYAML does not: one
  /// that does not indent. Else -1.
  static int separatingTab(String text, @Nullable Mark mark) {
    if (mark == null) {
      return -1;
    }
    var at = text.offsetByCodePoints(0, mark.getIndex());
    if (at >= text.length() || text.charAt(at) != '\t') {
      return -1;
    }
    for (var i = at - 1; i >= 0 && text.charAt(i) != '\n' && text.charAt(i) != '\r'; i--) {
      if (" \t-?".indexOf(text.charAt(i)) < 0) {
        return at;
      }
    }
    return -1;
  }

  private static Unparsable unparsable(Chunk chunk, MarkedYAMLException e) {
    var problem = Objects.requireNonNullElse(e.getProblem(), "not YAML");
    var atEnd = problem.contains("end of stream") || problem.contains("<stream end>");
    var mark = atEnd && e.getContextMark() != null ? e.getContextMark() : e.getProblemMark();
    var reason = e.getContext() == null ? problem : problem + ", " + e.getContext();
    var position = mark == null ? chunk.start() : chunk.position(mark.getLine(), mark.getColumn());
    return new Unparsable(position, reason);
  }

  /// The reader, unlike scanner and parser, does not say where it stopped.
  private static Unparsable notPrintable(Chunk chunk, YAMLException e) {
    var line = 0;
    var column = 0;
    for (var character : chunk.text().codePoints().toArray()) {
      if (!StreamReader.isPrintable(character)) {
        var reason = "found a control character, U+%04X".formatted(character);
        return new Unparsable(chunk.position(line, column), reason);
      }
      column = character == '\n' ? 0 : column + 1;
      line += character == '\n' ? 1 : 0;
    }
    return new Unparsable(chunk.start(), Objects.requireNonNullElse(e.getMessage(), "not YAML"));
  }

  private Content content() throws Unparsable {
    parser.getEvent();
    if (parser.checkEvent(Event.ID.StreamEnd)) {
      return new Content(Optional.empty(), Optional.empty());
    }
    parser.getEvent();
    var document = place(1);
    parser.getEvent();
    var isNull = document.node() instanceof Scalar(var value) && value == null;
    return new Content(isNull ? Optional.empty() : Optional.of(document), ignored());
  }

  private Optional<Position> ignored() {
    try {
      if (parser.checkEvent(Event.ID.StreamEnd)) {
        return Optional.empty();
      }
      parser.getEvent();
      return Optional.of(position(parser.peekEvent()));
    } catch (MarkedYAMLException e) {
      var mark = e.getProblemMark();
      var atEnd = mark == null || mark.getIndex() >= mark.getBuffer().length;
      return atEnd
          ? Optional.empty()
          : Optional.of(chunk.position(mark.getLine(), mark.getColumn()));
    }
  }

  private Child place(int depth) throws Unparsable {
    var at = position(parser.peekEvent());
    if (depth > Chunk.MAX_DEPTH) {
      throw tooDeep(at);
    }
    var node = node(at, depth);
    return new Child(at, endIn(at, at.column()), node);
  }

  /// The column where the value that was read last ends, if it ends in this line.
  ///
  /// @param otherwise the column that counts where it does not
  private int endIn(Position at, int otherwise) {
    var mark = Objects.requireNonNull(end);
    var position = chunk.position(mark.getLine(), mark.getColumn());
    return position.line() == at.line() ? position.column() : otherwise;
  }

  private static Unparsable tooDeep(Position at) {
    return new Unparsable(at, "values nest deeper than " + Chunk.MAX_DEPTH + " levels");
  }

  private Node node(Position at, int depth) throws Unparsable {
    var event = parser.getEvent();
    end = event.getEndMark();
    if (event instanceof AliasEvent alias) {
      return aliased(alias, at, depth);
    }
    var anchor = ((NodeEvent) event).getAnchor();
    if (anchor != null) {
      anchors.put(anchor, Optional.empty());
    }
    var node =
        switch (event) {
          case ScalarEvent scalar -> finite(scalar, at);
          case SequenceStartEvent _ -> sequence(depth);
          case MappingStartEvent _ -> mapping(depth);
          default -> throw new IllegalStateException("no value begins with " + event);
        };
    if (anchor != null) {
      anchors.put(anchor, Optional.of(node));
    }
    return node;
  }

  private Node aliased(AliasEvent alias, Position at, int depth) throws Unparsable {
    var name = alias.getAnchor();
    var known = anchors.get(name);
    if (known == null) {
      throw new Unparsable(at, "unknown anchor '" + name + "' referenced");
    }
    if (known.isEmpty()) {
      throw new Unparsable(at, "anchor '" + name + "' value contains itself");
    }
    var extent = known.get().extent();
    aliasedValues += extent.values();
    if (aliasedValues > MAX_ALIASED_VALUES) {
      throw new Unparsable(at, "aliases bring in more than " + MAX_ALIASED_VALUES + " values");
    }
    if (depth + extent.depth() > Chunk.MAX_DEPTH) {
      throw tooDeep(at);
    }
    return known.get();
  }

  private Sequence sequence(int depth) throws Unparsable {
    var items = new ArrayList<Child>();
    while (!parser.checkEvent(Event.ID.SequenceEnd)) {
      items.add(place(depth + 1));
    }
    end = parser.getEvent().getEndMark();
    return new Sequence(items);
  }

  private Mapping mapping(int depth) throws Unparsable {
    var members = new LinkedHashMap<String, Child>();
    while (!parser.checkEvent(Event.ID.MappingEnd)) {
      var at = position(parser.peekEvent());
      if (isMergeKey(parser.peekEvent())) {
        parser.getEvent();
        merge(place(depth + 1), members);
        continue;
      }
      end = parser.peekEvent().getEndMark();
      var key = key(at, depth + 1);
      var keyEnd = endIn(at, at.column());
      var value = place(depth + 1).node();
      members.put(key, new Child(at, endIn(at, keyEnd), value));
    }
    end = parser.getEvent().getEndMark();
    return new Mapping(members);
  }

  private static boolean isMergeKey(Event key) {
    if (!(key instanceof ScalarEvent scalar) || !scalar.getValue().equals(MERGE_KEY)) {
      return false;
    }
    return scalar.getTag() == null
        ? scalar.isPlain()
        : scalar.getTag().equals(Tag.MERGE.getValue());
  }

  /// What is merged replaces what stands before the merge key, and gives way to what stands behind.
  private static void merge(Child merged, Map<String, Child> members) throws Unparsable {
    switch (merged.node()) {
      case Mapping(var more, _) -> members.putAll(more);
      case Sequence(var mappings, _) -> {
        for (var mapping : mappings.reversed()) {
          if (!(mapping.node() instanceof Mapping(var more, _))) {
            throw notMergeable(mapping.at());
          }
          members.putAll(more);
        }
      }
      case Scalar _ -> throw notMergeable(merged.at());
    }
  }

  private static Unparsable notMergeable(Position at) {
    return new Unparsable(at, "only a mapping or a list of mappings can be merged");
  }

  private String key(Position at, int depth) throws Unparsable {
    var key = key(parser.peekEvent(), at, depth);
    return switch (key) {
      case null -> throw new Unparsable(at, "a key must not be null");
      case Double number -> PlainScalar.keyText(number);
      case List<?> _, Map<?, ?> _ ->
          throw new Unparsable(at, "a key must be text, not a list or a mapping");
      default -> key.toString();
    };
  }

  /// Unlike a value a key may be infinite, and its number keeps the form it has.
  private @Nullable Object key(Event event, Position at, int depth) throws Unparsable {
    if (event instanceof ScalarEvent scalar && scalar.getAnchor() == null) {
      parser.getEvent();
      return scalar(scalar, at);
    }
    return place(depth).node().tree();
  }

  private static Scalar finite(ScalarEvent event, Position at) throws Unparsable {
    var value = scalar(event, at);
    if (!(value instanceof Double number)) {
      return new Scalar(value);
    }
    if (!Double.isFinite(number)) {
      throw new Unparsable(at, event.getValue() + " is no number in JSON");
    }
    return new Scalar(PlainScalar.json(number));
  }

  private static @Nullable Object scalar(ScalarEvent event, Position at) throws Unparsable {
    var text = event.getValue();
    if (event.getTag() == null) {
      return event.isPlain() ? PlainScalar.value(text) : text;
    }
    var tag = new Tag(event.getTag());
    if (tag.equals(Tag.BINARY)) {
      return decoded(text, at);
    }
    if (!List.of(Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL).contains(tag)) {
      return text;
    }
    var value = PlainScalar.value(text);
    var fits =
        switch (value) {
          case null -> tag.equals(Tag.NULL);
          case Long _ -> tag.equals(Tag.INT) || tag.equals(Tag.FLOAT);
          case Double _ -> tag.equals(Tag.FLOAT);
          case Boolean _ -> tag.equals(Tag.BOOL);
          default -> false;
        };
    if (!fits) {
      throw new Unparsable(at, "cannot decode `%s` as %s".formatted(text, tag.getClassName()));
    }
    return value;
  }

  private static String decoded(String text, Position at) throws Unparsable {
    try {
      return new String(Base64.getMimeDecoder().decode(text), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw new Unparsable(at, "!!binary value contains invalid base64 data");
    }
  }

  private Position position(Event event) {
    var mark = event.getStartMark();
    return chunk.position(mark.getLine(), mark.getColumn());
  }
}
