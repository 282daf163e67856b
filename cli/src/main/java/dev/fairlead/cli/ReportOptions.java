package dev.fairlead.cli;

import dev.fairlead.cli.check.Report;
import dev.fairlead.cli.report.Format;
import dev.fairlead.cli.report.HumanReport;
import dev.fairlead.cli.report.Output;
import dev.fairlead.policies.checks.Severity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/// The options that say how findings are reported, and which of them fail.
final class ReportOptions {
  /// Whether the human report on standard output has colours.
  enum Color {
    AUTO,
    ALWAYS,
    NEVER;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static final class ColorOption extends Choice<Color> {
    ColorOption() {
      super(Color.values());
    }
  }

  /// Reads `FORMAT` and `FORMAT=FILE`.
  static final class OutputConverter implements ITypeConverter<Output> {
    @Override
    public Output convert(String value) {
      try {
        return Output.parse(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--format",
      paramLabel = "FORMAT[=FILE]",
      converter = OutputConverter.class,
      description =
          "One of human, json, sarif, junit, github, gitlab; with =FILE it goes to that file. May"
              + " be given several times. Default: human.")
  private List<Output> outputs = new ArrayList<>();

  @Option(
      names = "--color",
      converter = ColorOption.class,
      completionCandidates = ColorOption.class,
      paramLabel = "WHEN",
      description =
          "One of: ${COMPLETION-CANDIDATES}. auto, the default, colours for a terminal unless"
              + " NO_COLOR is set.")
  private Color color = Color.AUTO;

  @Option(names = "--info", description = "Shows infos too. In JSON they always are.")
  private boolean info;

  @Option(names = "--strict", description = "Exits with 1 for warnings, too.")
  private boolean strict;

  /// What is to be written. Throws picocli's exception where two reports go to one place.
  List<Output> outputs() {
    var all = outputs.isEmpty() ? List.of(new Output(Format.HUMAN, Optional.empty())) : outputs;
    var places = all.stream().map(Output::file).toList();
    for (var file : places) {
      if (Collections.frequency(places, file) > 1) {
        throw new ParameterException(
            spec.commandLine(),
            "Invalid value for option '--format' (FORMAT[=FILE]): only one report can go to %s; write FORMAT=FILE"
                .formatted(file.map(Path::toString).orElse("standard output")));
      }
    }
    return all;
  }

  /// Writes a report to all places.
  ///
  /// @param say tells the user what belongs to no report
  /// @return false where a file could not be written
  boolean write(Report report, List<Output> wanted, Consumer<String> say) throws IOException {
    var shown = info ? HumanReport.Shown.ALL : HumanReport.Shown.NO_INFOS;
    var out = spec.commandLine().getOut();
    var style = new HumanReport.Style(ansi(), Terminal.columns());
    return new CheckOutputs(wanted, shown, failing(), out, style, say).write(report);
  }

  private Ansi ansi() {
    return switch (color) {
      case AUTO -> Terminal.hasColours() ? Ansi.ON : spec.commandLine().getColorScheme().ansi();
      case ALWAYS -> Ansi.ON;
      case NEVER -> Ansi.OFF;
    };
  }

  /// The severities that make the command fail.
  Set<Severity> failing() {
    return strict ? EnumSet.of(Severity.ERROR, Severity.WARNING) : EnumSet.of(Severity.ERROR);
  }
}
