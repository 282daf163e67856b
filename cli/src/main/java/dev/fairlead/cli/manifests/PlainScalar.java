package dev.fairlead.cli.manifests;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What text without quotes means in YAML 1.1 as kubectl reads it, which is what go-yaml v2 makes
/// of it and then JSON.
///
/// Timestamps, base 60 and what fits no number stay text; `0080` is the number 80 and `010` is 8.
final class PlainScalar {
  private static final Pattern DECIMAL =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");

  /// Underscores may stand between digits only; text with any other first character drops them all.
  private static final Pattern POINT_FIRST =
      Pattern.compile("\\.[0-9]+(_[0-9]+)*([eE][-+]?[0-9]+(_[0-9]+)*)?");

  /// No number that is worth one is longer; what is longer stays text.
  private static final int MAX_LENGTH = 400;

  private static final BigInteger MAX_UNSIGNED = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);

  private static final Map<String, Double> NO_FINITE_NUMBERS =
      Map.ofEntries(
          Map.entry(".nan", Double.NaN),
          Map.entry(".NaN", Double.NaN),
          Map.entry(".NAN", Double.NaN),
          Map.entry(".inf", Double.POSITIVE_INFINITY),
          Map.entry(".Inf", Double.POSITIVE_INFINITY),
          Map.entry(".INF", Double.POSITIVE_INFINITY),
          Map.entry("+.inf", Double.POSITIVE_INFINITY),
          Map.entry("+.Inf", Double.POSITIVE_INFINITY),
          Map.entry("+.INF", Double.POSITIVE_INFINITY),
          Map.entry("-.inf", Double.NEGATIVE_INFINITY),
          Map.entry("-.Inf", Double.NEGATIVE_INFINITY),
          Map.entry("-.INF", Double.NEGATIVE_INFINITY));

  private static final Map<String, Boolean> BOOLEANS = booleans();

  private PlainScalar() {}

  private static Map<String, Boolean> booleans() {
    var booleans = new HashMap<String, Boolean>();
    for (var word : List.of("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE")) {
      booleans.put(word, true);
    }
    for (var word : List.of("n", "N", "no", "No", "NO", "false", "False", "FALSE")) {
      booleans.put(word, false);
    }
    for (var word : List.of("on", "On", "ON")) {
      booleans.put(word, true);
    }
    for (var word : List.of("off", "Off", "OFF")) {
      booleans.put(word, false);
    }
    return Map.copyOf(booleans);
  }

  /// A Boolean, a Long, a Double (infinite and NaN too), null, or the text itself.
  static @Nullable Object value(String text) {
    if (text.isEmpty()) {
      return null;
    }
    return switch (text.charAt(0)) {
      case 'y', 'Y', 'n', 'N', 't', 'T', 'f', 'F', 'o', 'O', '~' -> word(text);
      case '.', '+', '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number(text);
      default -> text;
    };
  }

  private static @Nullable Object word(String text) {
    return switch (text) {
      case "~", "null", "Null", "NULL" -> null;
      default -> BOOLEANS.containsKey(text) ? BOOLEANS.get(text) : text;
    };
  }

  private static Object number(String text) {
    if (text.length() > MAX_LENGTH) {
      return text;
    }
    if (NO_FINITE_NUMBERS.containsKey(text)) {
      return NO_FINITE_NUMBERS.get(text);
    }
    var plain = text.replace("_", "");
    if (text.startsWith(".")) {
      return POINT_FIRST.matcher(text).matches() ? decimal(plain, text) : text;
    }
    var whole = whole(plain);
    if (whole != null && whole.bitLength() < Long.SIZE) {
      return whole.longValue();
    }
    if (whole != null && whole.signum() > 0 && whole.compareTo(MAX_UNSIGNED) <= 0) {
      return whole.doubleValue();
    }
    return DECIMAL.matcher(plain).matches() ? decimal(plain, text) : text;
  }

  /// A whole number in the base that its prefix says, as Go writes them; null for anything else.
  private static @Nullable BigInteger whole(String text) {
    var signed = text.startsWith("-") || text.startsWith("+");
    var digits = signed ? text.substring(1) : text;
    var base = 10;
    if (digits.length() > 1 && digits.charAt(0) == '0') {
      base =
          switch (digits.charAt(1)) {
            case 'x', 'X' -> 16;
            case 'b', 'B' -> 2;
            default -> 8;
          };
      var letter = Character.isLetter(digits.charAt(1));
      if (letter && "xXbBoO".indexOf(digits.charAt(1)) < 0) {
        return null;
      }
      digits = digits.substring(letter ? 2 : 1);
    }
    if (digits.isEmpty()) {
      return null;
    }
    for (var i = 0; i < digits.length(); i++) {
      if (digits.charAt(i) > 'f' || Character.digit(digits.charAt(i), base) < 0) {
        return null;
      }
    }
    var magnitude = new BigInteger(digits, base);
    return text.startsWith("-") ? magnitude.negate() : magnitude;
  }

  /// A decimal that no double can hold stays the text it was.
  private static Object decimal(String plain, String text) {
    var number = Double.parseDouble(plain);
    return Double.isInfinite(number) ? text : (Object) number;
  }

  /// A number as it comes out of JSON, where `80.0` is written `80` and so is a whole number.
  static Number json(double number) {
    var whole = (long) number;
    return number == whole && whole != Long.MAX_VALUE ? (Number) whole : (Number) number;
  }

  /// A number as the text of a key, for which go-yaml keeps only single precision.
  static String keyText(Double number) {
    if (number.isNaN()) {
      return ".nan";
    }
    if (number.isInfinite()) {
      return number > 0 ? ".inf" : "-.inf";
    }
    var decimal = new BigDecimal(Float.toString(number.floatValue())).stripTrailingZeros();
    var exponent = decimal.precision() - decimal.scale() - 1;
    if (exponent >= -4 && exponent < 6) {
      return decimal.toPlainString();
    }
    var mantissa = decimal.movePointLeft(exponent).toPlainString();
    return "%se%s%02d".formatted(mantissa, exponent < 0 ? "-" : "+", Math.abs(exponent));
  }
}
