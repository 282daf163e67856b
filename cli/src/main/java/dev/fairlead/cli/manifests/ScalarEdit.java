package dev.fairlead.cli.manifests;

import dev.fairlead.cli.manifests.Written.Scalar;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;

/// Replaces the value of a scalar, in the quotes that it has.
final class ScalarEdit {
  private static final Pattern BREAKS_PLAIN =
      Pattern.compile("^[-?:,\\[\\]{}#&*!|>'\"%@`\\s]|: |:$| #|[\\p{Cntrl}]|\\s$");

  private static final Pattern BREAKS_FLOW = Pattern.compile("[,\\[\\]{}]|:");

  private ScalarEdit() {}

  /// What a scalar without a tag means.
  static @Nullable Object value(Scalar scalar) {
    return scalar.style() == ScalarStyle.PLAIN ? PlainScalar.value(scalar.text()) : scalar.text();
  }

  static TextEdit of(Scalar scalar, boolean inFlow, Object value, String text) throws CannotEdit {
    if (scalar.anchor().isPresent() || scalar.properties().tag().isPresent()) {
      throw new CannotEdit(scalar.begin(), "a value with an anchor or a tag is not replaced");
    }
    var raw = text.substring(scalar.begin(), scalar.end());
    if (!(value instanceof String wanted)) {
      return new TextEdit(scalar.begin(), scalar.end(), value.toString());
    }
    return switch (scalar.style()) {
      case LITERAL, FOLDED -> part(scalar, raw, wanted);
      case DOUBLE_QUOTED, SINGLE_QUOTED, PLAIN, JSON_SCALAR_STYLE ->
          raw.contains("\n")
              ? part(scalar, raw, wanted)
              : new TextEdit(scalar.begin(), scalar.end(), inLine(scalar, inFlow, wanted));
    };
  }

  private static String inLine(Scalar scalar, boolean inFlow, String wanted) {
    var quoted = FlowText.quoted(wanted);
    return switch (scalar.style()) {
      case SINGLE_QUOTED -> quoted.contains("\\") ? quoted : "'" + wanted.replace("'", "''") + "'";
      case PLAIN -> isPlain(wanted, inFlow) ? wanted : quoted;
      case DOUBLE_QUOTED, LITERAL, FOLDED, JSON_SCALAR_STYLE -> quoted;
    };
  }

  private static boolean isPlain(String text, boolean inFlow) {
    return text.equals(PlainScalar.value(text))
        && !BREAKS_PLAIN.matcher(text).find()
        && !(inFlow && BREAKS_FLOW.matcher(text).find());
  }

  /// In text of several lines, the one word that differs.
  private static TextEdit part(Scalar scalar, String raw, String wanted) throws CannotEdit {
    var old = scalar.text();
    var begin = 0;
    while (begin < Math.min(old.length(), wanted.length())
        && old.charAt(begin) == wanted.charAt(begin)) {
      begin++;
    }
    var after = 0;
    while (after < Math.min(old.length(), wanted.length()) - begin
        && old.charAt(old.length() - 1 - after) == wanted.charAt(wanted.length() - 1 - after)) {
      after++;
    }
    while (begin > 0 && !Character.isWhitespace(old.charAt(begin - 1))) {
      begin--;
    }
    while (after > 0 && !Character.isWhitespace(old.charAt(old.length() - after))) {
      after--;
    }
    var word = old.substring(begin, old.length() - after);
    var at = raw.indexOf(word);
    if (word.isEmpty() || at < 0 || raw.indexOf(word, at + 1) >= 0) {
      throw new CannotEdit(scalar.begin(), "text of several lines has that word more than once");
    }
    return new TextEdit(
        scalar.begin() + at,
        scalar.begin() + at + word.length(),
        wanted.substring(begin, wanted.length() - after));
  }
}
