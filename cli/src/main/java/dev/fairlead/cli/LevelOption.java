package dev.fairlead.cli;

import dev.fairlead.policies.judge.Level;
import java.util.Arrays;
import java.util.Iterator;

/// The levels as users write them.
final class LevelOption implements Iterable<String> {
  @Override
  public Iterator<String> iterator() {
    return Arrays.stream(Level.values()).map(Level::label).iterator();
  }
}
