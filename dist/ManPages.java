import dev.fairlead.cli.Fairlead;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.asciidoctor.Asciidoctor;
import org.asciidoctor.Attributes;
import org.asciidoctor.Options;
import org.asciidoctor.SafeMode;
import picocli.CommandLine;
import picocli.codegen.docgen.manpage.ManPageGenerator;

/// Writes the manual pages of the command and of each of its subcommands: FOLDER TIME. picocli makes
/// AsciiDoc of their help, and Asciidoctor makes pages of that.
final class ManPages {
  private ManPages() {}

  public static void main(String[] args) throws Exception {
    var folder = Path.of(args[0]);
    var sources = folder.resolve("adoc");
    // With its subcommands, which no annotation lists.
    var commandLine = Fairlead.class.getDeclaredMethod("commandLine", String[].class);
    commandLine.setAccessible(true);
    var command = (CommandLine) commandLine.invoke(null, (Object) new String[0]);
    everyCommand(command).forEach(ManPages::headed);
    ManPageGenerator.generateManPage(
        sources.toFile(), null, new boolean[0], true, command.getCommandSpec());

    // The day of the build would be another each time.
    var attributes = Attributes.builder().attribute("docdate", args[1].substring(0, 10)).build();
    var options =
        Options.builder()
            .backend("manpage")
            .standalone(true)
            .safe(SafeMode.SAFE)
            .attributes(attributes)
            .build();
    try (var asciidoctor = Asciidoctor.Factory.create();
        var pages = Files.list(sources)) {
      for (var source : pages.toList()) {
        // In AsciiDoc these brackets would say how what follows looks.
        var text = Files.readString(source).replace("[=FILE]", "+++[=FILE]+++");
        var page = source.getFileName().toString().replace(".adoc", ".1");
        Files.writeString(folder.resolve(page), asciidoctor.convert(text, options));
      }
    }
  }

  private static Stream<CommandLine> everyCommand(CommandLine command) {
    return Stream.concat(
        Stream.of(command),
        command.getSubcommands().values().stream().flatMap(ManPages::everyCommand));
  }

  /// What a page lacks a heading for is left out of it.
  private static void headed(CommandLine command) {
    command.getCommandSpec().usageMessage().footerHeading("Examples%n");
  }
}
