package dev.fairlead.policies.checks;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// An index of texts. It gives those that are one edit away from another text, without a look at
/// each of them. An edit puts in, takes out or replaces a letter, or swaps two neighbours. Two such
/// texts are equal, or become equal when one letter is taken out of one of them or of both.
final class OneEditTexts {
  private static final int NONE = -1;

  private final List<String> texts;

  /// For each text and each of its letters: a hash of the text without that letter in the upper
  /// half, the place of the text in the lower one.
  private final long[] shortened;

  OneEditTexts(Collection<String> all) {
    this.texts = List.copyOf(all);
    this.shortened =
        IntStream.range(0, texts.size())
            .boxed()
            .flatMapToLong(place -> hashes(texts.get(place)).mapToLong(hash -> at(hash, place)))
            .sorted()
            .toArray();
  }

  /// Every text within one edit, and some that are not.
  Stream<String> perhapsNear(String asked) {
    return hashes(asked).mapToLong(hash -> at(hash, 0)).flatMap(this::from).mapToObj(this::text);
  }

  /// The entries of one hash.
  private LongStream from(long first) {
    var found = Arrays.binarySearch(shortened, first);
    var start = found < 0 ? -found - 1 : found;
    return Arrays.stream(shortened, start, shortened.length)
        .takeWhile(entry -> entry >> Integer.SIZE == first >> Integer.SIZE);
  }

  private String text(long entry) {
    return texts.get((int) entry);
  }

  private static long at(int hash, int place) {
    return ((long) hash << Integer.SIZE) | place;
  }

  /// Of the whole text, and of the text without each of its letters.
  private static IntStream hashes(String text) {
    return IntStream.range(NONE, text.length()).map(leftOut -> hash(text, leftOut)).distinct();
  }

  private static int hash(String text, int leftOut) {
    var hash = 7;
    for (var i = 0; i < text.length(); i++) {
      if (i != leftOut) {
        hash = hash * 31 + text.charAt(i);
      }
    }
    return hash * 0x9e3779b9;
  }
}
