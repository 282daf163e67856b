package dev.fairlead.policies.checks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// How near two names are, by the rule under "Near miss" in docs/how-it-decides.md.
public final class Near {
  /// What is left of a difference.
  public enum Nearness {
    /// Letter case alone.
    CASE,
    /// One edit in one word, separators, or a word that says no more than the kind.
    CLOSE,
    FAR
  }

  /// Words that say no more than what kind of object something is.
  private static final Set<String> KIND_WORDS =
      Set.of(
          "svc",
          "service",
          "app",
          "application",
          "api",
          "server",
          "controller",
          "deployment",
          "deploy",
          "pod",
          "container",
          "statefulset",
          "sts",
          "daemonset",
          "ds");

  /// Below this length one edit makes any word of any other.
  private static final int SHORTEST_WORD = 3;

  /// Below this length two names that differ by one edit are often two things.
  private static final int SHORTEST_LONG_WORD = 5;

  /// The length of the two shortest kind words with their separators.
  private static final int WORDS_ON_BOTH_SIDES = 2 * "ds-".length();

  private static final Pattern DIGIT = Pattern.compile("[0-9]");
  private static final Pattern SEPARATOR = Pattern.compile("[-._]");
  private static final Pattern SEPARATOR_NOT_BETWEEN_DIGITS =
      Pattern.compile("(?<![0-9])[-._]|[-._](?![0-9])");

  private Near() {}

  /// How an edit in one word counts.
  enum Edits {
    /// Whatever letter it changes, in words of three letters or more.
    ANYWHERE,
    /// Not of the first letter, and in words of five letters or more: `cart` and `card`, `auth` and
    /// `oauth` are two things.
    IN_LONG_WORDS
  }

  /// How further words that say no more than the kind count.
  enum KindWords {
    COUNT_AS_NONE,
    TELL_APART
  }

  public static Nearness between(String asked, String seen) {
    return between(asked, seen, Edits.ANYWHERE, KindWords.COUNT_AS_NONE);
  }

  static Nearness between(String asked, String seen, Edits edits, KindWords kindWords) {
    var a = asked.toLowerCase(Locale.ROOT);
    var b = seen.toLowerCase(Locale.ROOT);
    if (a.equals(b)) {
      return Nearness.CASE;
    }
    if (!mayBeClose(a, b) || withoutDigits(a).equals(withoutDigits(b))) {
      return Nearness.FAR;
    }
    var wordsOfA = words(a);
    var wordsOfB = words(b);
    return joined(a).equals(joined(b))
            || oneWordEdited(wordsOfA, wordsOfB, edits)
            || (kindWords == KindWords.COUNT_AS_NONE
                && (furtherKindWords(wordsOfA, wordsOfB) || furtherKindWords(wordsOfB, wordsOfA)))
        ? Nearness.CLOSE
        : Nearness.FAR;
  }

  /// False where a look at both ends tells that two texts are not near.
  static boolean perhaps(String asked, String seen) {
    var a = asked.toLowerCase(Locale.ROOT);
    var b = seen.toLowerCase(Locale.ROOT);
    return a.equals(b) || mayBeClose(a, b);
  }

  /// False where a look at both ends tells: one edit leaves the first or the last letter, and
  /// further words leave the shorter text whole. Most pairs of values end here.
  private static boolean mayBeClose(String a, String b) {
    if (a.isEmpty() || b.isEmpty()) {
      return false;
    }
    return a.charAt(0) == b.charAt(0)
        || a.charAt(a.length() - 1) == b.charAt(b.length() - 1)
        || Math.abs(a.length() - b.length()) >= WORDS_ON_BOTH_SIDES;
  }

  /// True when the two are the same but for one edit in one word, letter case apart.
  static boolean withinOneEdit(String asked, String seen) {
    var a = asked.toLowerCase(Locale.ROOT);
    var b = seen.toLowerCase(Locale.ROOT);
    return a.equals(b) || oneWordEdited(words(a), words(b), Edits.ANYWHERE);
  }

  /// True where two names are equal once the words are dropped that say no more than the kind:
  /// `shop-service`, `shop`.
  static boolean namesAgree(String one, String other) {
    return withoutKindWords(one).equals(withoutKindWords(other));
  }

  private static List<String> withoutKindWords(String name) {
    var words = words(name.toLowerCase(Locale.ROOT));
    var rest = words.stream().filter(word -> !isKindWord(word)).toList();
    return rest.isEmpty() ? words : rest;
  }

  /// The words of a text, letter case apart, that say more than the kind: two texts one of which
  /// has further kind words have the same.
  static List<String> tellingWords(String text) {
    return words(text.toLowerCase(Locale.ROOT)).stream().filter(word -> !isKindWord(word)).toList();
  }

  /// The words of a text, letter case apart, with one kind of separator.
  static String separated(String text) {
    return SEPARATOR.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("-");
  }

  /// A text without case and separators, which two texts share that differ in those alone.
  static String bare(String text) {
    return joined(text.toLowerCase(Locale.ROOT));
  }

  static boolean isKindWord(String word) {
    return KIND_WORDS.contains(word);
  }

  private static String withoutDigits(String text) {
    return DIGIT.matcher(text).replaceAll("");
  }

  private static List<String> words(String text) {
    return List.of(SEPARATOR.split(text, -1));
  }

  private static String joined(String text) {
    return SEPARATOR_NOT_BETWEEN_DIGITS.matcher(text).replaceAll("");
  }

  private static boolean oneWordEdited(List<String> a, List<String> b, Edits edits) {
    if (a.size() != b.size()) {
      return false;
    }
    var differing = new ArrayList<Integer>();
    for (var i = 0; i < a.size(); i++) {
      if (!a.get(i).equals(b.get(i))) {
        differing.add(i);
      }
    }
    return differing.size() == 1
        && oneEdit(a.get(differing.getFirst()), b.get(differing.getFirst()), edits);
  }

  /// True when an insertion, a deletion, a replacement or a swap of neighbours makes one word of
  /// the other.
  private static boolean oneEdit(String a, String b, Edits edits) {
    var longer = Math.max(a.length(), b.length());
    var counts =
        switch (edits) {
          case ANYWHERE -> longer >= SHORTEST_WORD;
          case IN_LONG_WORDS ->
              longer >= SHORTEST_LONG_WORD
                  && !a.isEmpty()
                  && !b.isEmpty()
                  && a.charAt(0) == b.charAt(0);
        };
    if (!counts || Math.abs(a.length() - b.length()) > 1) {
      return false;
    }
    var shared = 0;
    while (shared < Math.min(a.length(), b.length()) && a.charAt(shared) == b.charAt(shared)) {
      shared++;
    }
    var restOfA = a.substring(shared);
    var restOfB = b.substring(shared);
    if (restOfA.length() != restOfB.length()) {
      return restOfA.length() > restOfB.length()
          ? restOfA.substring(1).equals(restOfB)
          : restOfB.substring(1).equals(restOfA);
    }
    return !restOfA.isEmpty()
        && (restOfA.substring(1).equals(restOfB.substring(1)) || swapped(restOfA, restOfB));
  }

  private static boolean swapped(String a, String b) {
    return a.length() > 1
        && a.charAt(0) == b.charAt(1)
        && a.charAt(1) == b.charAt(0)
        && a.substring(2).equals(b.substring(2));
  }

  private static boolean furtherKindWords(List<String> shorter, List<String> longer) {
    for (var start = 0; start + shorter.size() <= longer.size(); start++) {
      var end = start + shorter.size();
      if (longer.subList(start, end).equals(shorter)
          && KIND_WORDS.containsAll(longer.subList(0, start))
          && KIND_WORDS.containsAll(longer.subList(end, longer.size()))) {
        return longer.size() > shorter.size();
      }
    }
    return false;
  }
}
