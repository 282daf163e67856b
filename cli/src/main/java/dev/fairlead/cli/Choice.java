package dev.fairlead.cli;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// An option that takes one of a few words, in small or capital letters.
abstract class Choice<T> implements Iterable<String>, ITypeConverter<T> {
  private final List<T> values;
  private final List<String> words;

  /// The word for a value is its text.
  Choice(T[] values) {
    this(values, Object::toString);
  }

  /// @param word for a value
  Choice(T[] values, Function<T, String> word) {
    this.values = List.of(values);
    this.words = Arrays.stream(values).map(word).toList();
  }

  @Override
  public T convert(String word) {
    for (var i = 0; i < words.size(); i++) {
      if (words.get(i).equalsIgnoreCase(word)) {
        return values.get(i);
      }
    }
    throw new TypeConversionException(
        "'%s': must be one of %s".formatted(word, String.join(", ", words)));
  }

  @Override
  public Iterator<String> iterator() {
    return words.iterator();
  }
}
