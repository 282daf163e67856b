package dev.fairlead.cli.check;

/// Text from a manifest or a command line, fit for a terminal: one line, with spaces for control
/// characters and line separators, which could otherwise recolour or rewrite what stands there.
public final class OneLine {
  private OneLine() {}

  public static String of(Object text) {
    return text.toString().replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]", " ");
  }
}
