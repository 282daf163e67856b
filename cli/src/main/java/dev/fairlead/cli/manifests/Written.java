package dev.fairlead.cli.manifests;

import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;

/// A value as it stands in a file, with nothing resolved: `begin` and `end` are offsets into the
/// text of the file. A block collection ends where its last value does, before comments.
sealed interface Written {
  /// What may stand in front of a value: `&anchor`, `!tag`.
  record Properties(Optional<String> anchor, Optional<String> tag) {}

  /// How a collection is written.
  enum Layout {
    /// By indentation.
    BLOCK,
    /// In braces or brackets.
    FLOW
  }

  /// One key of a mapping and its value.
  record Member(Written key, Written value) {
    private static final String MERGE_KEY = "<<";

    boolean isCalled(String name) {
      return key instanceof Scalar scalar && scalar.text().equals(name);
    }

    boolean merges() {
      return isCalled(MERGE_KEY);
    }
  }

  /// Text, a number, a boolean or null; `text` is what it says once quotes and escapes are gone.
  record Scalar(int begin, int end, Properties properties, String text, ScalarStyle style)
      implements Written {
    /// True for a null, be it spelt out or nothing at all.
    boolean isNull() {
      return style == ScalarStyle.PLAIN && PlainScalar.value(text) == null;
    }
  }

  /// Keys and values in the order they stand in, merge keys among them.
  record Mapping(int begin, int end, Properties properties, Layout layout, List<Member> members)
      implements Written {
    public Mapping {
      members = List.copyOf(members);
    }

    /// The member of that name; of several the last, as for kubectl.
    Optional<Member> member(String name) {
      return members.reversed().stream().filter(member -> member.isCalled(name)).findFirst();
    }
  }

  /// A list.
  record Sequence(int begin, int end, Properties properties, Layout layout, List<Written> items)
      implements Written {
    public Sequence {
      items = List.copyOf(items);
    }
  }

  /// `*anchor`, which stands for a value that is written elsewhere.
  record Alias(int begin, int end, String target) implements Written {}

  int begin();

  int end();

  /// The anchor by which aliases repeat this value.
  default Optional<String> anchor() {
    return switch (this) {
      case Scalar scalar -> scalar.properties().anchor();
      case Mapping mapping -> mapping.properties().anchor();
      case Sequence sequence -> sequence.properties().anchor();
      case Alias _ -> Optional.empty();
    };
  }
}
