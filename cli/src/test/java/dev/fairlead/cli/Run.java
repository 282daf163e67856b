package dev.fairlead.cli;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;

/// What one run of the command wrote, and how it ended.
record Run(int exitCode, String out, String err) {
  static Run of(String... args) {
    return of(Ansi.OFF, args);
  }

  static Run of(List<String> args) {
    return of(args.toArray(String[]::new));
  }

  static Run of(Ansi ansi, String... args) {
    var out = new StringWriter();
    var err = new StringWriter();
    var exitCode =
        Fairlead.commandLine(args)
            .setColorScheme(Help.defaultColorScheme(ansi))
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(args);
    return new Run(exitCode, out.toString(), err.toString());
  }

  static Run withStdin(String stdin, String... args) {
    var before = System.in;
    System.setIn(new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8)));
    try {
      return of(args);
    } finally {
      System.setIn(before);
    }
  }

  private Map<String, Object> json() {
    return new Yaml().load(out);
  }

  @SuppressWarnings("unchecked") // the contract of the format
  List<Map<String, Object>> findings() {
    return (List<Map<String, Object>>) json().getOrDefault("findings", List.of());
  }

  @SuppressWarnings("unchecked") // the contract of the format
  Map<String, Integer> summary() {
    return (Map<String, Integer>) json().getOrDefault("summary", Map.of());
  }

  /// The one finding there must be.
  Map<String, Object> finding() {
    if (findings().size() != 1) {
      throw new AssertionError("not one finding but: " + out);
    }
    return findings().getFirst();
  }
}
