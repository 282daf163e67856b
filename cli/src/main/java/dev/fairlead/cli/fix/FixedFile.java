package dev.fairlead.cli.fix;

/// One file as it was read and as it is to be.
public record FixedFile(String name, String before, String after) {
  public boolean isChanged() {
    return !before.equals(after);
  }
}
