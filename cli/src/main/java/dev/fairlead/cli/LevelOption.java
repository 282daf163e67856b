package dev.fairlead.cli;

import dev.fairlead.policies.judge.Level;
import java.util.Arrays;
import java.util.Iterator;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// A level as users write it.
final class LevelOption implements Iterable<String>, ITypeConverter<Level> {
  @Override
  public Level convert(String value) {
    return Level.of(value)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'%s': must be one of %s".formatted(value, Level.labels())));
  }

  @Override
  public Iterator<String> iterator() {
    return Arrays.stream(Level.values()).map(Level::label).iterator();
  }
}
