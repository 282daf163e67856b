package dev.fairlead.cli;

import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// An option that takes one of a few words, in small or capital letters; the word for a value is
/// its text.
abstract class Choice<T> implements Iterable<String>, ITypeConverter<T> {
  private final List<T> values;

  Choice(T[] values) {
    this.values = List.of(values);
  }

  @Override
  public T convert(String word) {
    return values.stream()
        .filter(value -> value.toString().equalsIgnoreCase(word))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'%s': must be one of %s"
                        .formatted(
                            word,
                            values.stream()
                                .map(Object::toString)
                                .collect(Collectors.joining(", ")))));
  }

  @Override
  public Iterator<String> iterator() {
    return values.stream().map(Object::toString).iterator();
  }
}
