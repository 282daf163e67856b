package dev.fairlead.cli;

import dev.fairlead.policies.judge.Level;

/// A level as users write it.
final class LevelOption extends Choice<Level> {
  LevelOption() {
    super(Level.values(), Level::label);
  }
}
