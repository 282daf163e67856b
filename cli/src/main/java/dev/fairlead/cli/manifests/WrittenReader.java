package dev.fairlead.cli.manifests;

import dev.fairlead.cli.manifests.Written.Alias;
import dev.fairlead.cli.manifests.Written.Layout;
import dev.fairlead.cli.manifests.Written.Mapping;
import dev.fairlead.cli.manifests.Written.Member;
import dev.fairlead.cli.manifests.Written.Properties;
import dev.fairlead.cli.manifests.Written.Scalar;
import dev.fairlead.cli.manifests.Written.Sequence;
import java.util.ArrayList;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/// Finds where the values of one piece of a file are written.
final class WrittenReader {
  /// What JSON takes and SnakeYAML does not, each with as many characters that it does take.
  private static final Pattern JSON_ALONE = Pattern.compile("\\\\/|\\\\.|[\t\u0085\u2028\u2029]");

  private final String text;
  private final int offset;
  private final ParserImpl parser;

  /// How many code points of the text have been counted, and how many characters these are.
  private int codePoints;

  private int characters;

  private WrittenReader(String text, int offset) {
    var options = new LoaderOptions();
    options.setCodePointLimit(Integer.MAX_VALUE);
    this.text = text;
    this.offset = offset;
    this.parser = new ParserImpl(new StreamReader(text), options);
  }

  /// The value that a piece of a file holds, JSON or YAML; empty where that cannot be told.
  ///
  /// @param offset where in the text of the file the piece begins
  static Optional<Written> read(Chunk chunk, int offset) {
    return readYaml(chunk.text(), offset)
        .or(
            () ->
                readYaml(
                    JSON_ALONE.matcher(chunk.text()).replaceAll(WrittenReader::plain), offset));
  }

  /// The escape of a slash is one of YAML 1.2 alone.
  private static String plain(MatchResult found) {
    return switch (found.group()) {
      case "\\/" -> "\\\\b";
      case String other when other.startsWith("\\") -> Matcher.quoteReplacement(other);
      default -> " ";
    };
  }

  private static Optional<Written> readYaml(String text, int offset) {
    var spaced = text;
    for (var tabs = 0; ; tabs++) {
      try {
        return Optional.of(new WrittenReader(spaced, offset).document());
      } catch (MarkedYAMLException e) {
        var tab =
            tabs < YamlReader.MAX_TABS ? YamlReader.separatingTab(spaced, e.getProblemMark()) : -1;
        if (tab < 0) {
          return Optional.empty();
        }
        spaced = spaced.substring(0, tab) + ' ' + spaced.substring(tab + 1);
      } catch (YAMLException | IllegalArgumentException _) {
        return Optional.empty();
      }
    }
  }

  private Written document() {
    parser.getEvent();
    if (parser.checkEvent(Event.ID.StreamEnd)) {
      throw new YAMLException("no document");
    }
    parser.getEvent();
    return value();
  }

  private Written value() {
    var event = parser.getEvent();
    var begin = at(event.getStartMark());
    var end = at(event.getEndMark());
    return switch (event) {
      case AliasEvent alias -> new Alias(begin, end, alias.getAnchor());
      case ScalarEvent scalar ->
          new Scalar(
              begin,
              scalarEnd(scalar, begin, end),
              properties(scalar, scalar.getTag()),
              scalar.getValue(),
              scalar.getScalarStyle());
      case MappingStartEvent start -> mapping(start, begin);
      case SequenceStartEvent start -> sequence(start, begin);
      default -> throw new IllegalStateException("no value begins with " + event);
    };
  }

  private Mapping mapping(MappingStartEvent start, int begin) {
    var members = new ArrayList<Member>();
    while (!parser.checkEvent(Event.ID.MappingEnd)) {
      members.add(new Member(value(), value()));
    }
    var end = at(parser.getEvent().getEndMark());
    return new Mapping(
        begin,
        start.isFlow() ? end : members.getLast().value().end(),
        properties(start, start.getTag()),
        layout(start),
        members);
  }

  private Sequence sequence(SequenceStartEvent start, int begin) {
    var items = new ArrayList<Written>();
    while (!parser.checkEvent(Event.ID.SequenceEnd)) {
      items.add(value());
    }
    var end = at(parser.getEvent().getEndMark());
    return new Sequence(
        begin,
        start.isFlow() ? end : items.getLast().end(),
        properties(start, start.getTag()),
        layout(start),
        items);
  }

  /// Where a scalar ends. The parser lets a block scalar go on to the next value; the lines that
  /// are blank at its end are its own only if its header says so: `|+`.
  private int scalarEnd(ScalarEvent scalar, int begin, int end) {
    if (scalar.getScalarStyle() != ScalarStyle.LITERAL
        && scalar.getScalarStyle() != ScalarStyle.FOLDED) {
      return end;
    }
    var raw = text.substring(begin - offset, end - offset);
    var header = raw.lines().findFirst().orElse("");
    return header.contains("+")
        ? begin + raw.lastIndexOf('\n') + 1
        : begin + raw.stripTrailing().length();
  }

  private static Properties properties(NodeEvent event, String tag) {
    return new Properties(Optional.ofNullable(event.getAnchor()), Optional.ofNullable(tag));
  }

  private static Layout layout(CollectionStartEvent start) {
    return start.isFlow() ? Layout.FLOW : Layout.BLOCK;
  }

  /// A mark counts code points. Marks come in order, but for a few steps back.
  private int at(Mark mark) {
    characters = text.offsetByCodePoints(characters, mark.getIndex() - codePoints);
    codePoints = mark.getIndex();
    return offset + characters;
  }
}
