package dev.fairlead.cli.fix;

import dev.fairlead.cli.manifests.Position;
import dev.fairlead.policies.model.PlainText;

/// One line about a place in a file.
public record Said(String file, Position position, String text) {
  /// `file:line:column: text`, as compilers write it.
  @Override
  public String toString() {
    return PlainText.line("%s:%s: %s".formatted(file, position, text));
  }
}
