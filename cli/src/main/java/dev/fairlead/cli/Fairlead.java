package dev.fairlead.cli;

import dev.fairlead.policies.model.PlainText;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/// The `fairlead` command. To add a subcommand, write its class and its line here.
@Command(
    name = "fairlead",
    description = "Keeps every Kubernetes Service connected to the Pods it names.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = Fairlead.Version.class,
    usageHelpAutoWidth = true,
    footer = {
      "",
      "  fairlead check deploy/",
      "  fairlead explain selector-unmatched",
      "  fairlead try --as helm deploy/",
      "  fairlead check --help",
    })
public final class Fairlead {
  /// By name, in the order in which they are listed.
  private static final Map<String, Class<?>> SUBCOMMANDS =
      new TreeMap<>(
          Map.of(
              "certs", Certs.class,
              "check", Check.class,
              "conditions", Conditions.class,
              "explain", Explain.class,
              "fix", Fix.class,
              "graph", Graph.class,
              "plan", Plan.class,
              "serve", Serve.class,
              "train", Train.class,
              "try", Try.class));

  /// The version in the manifest of the jar.
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      var version = Fairlead.class.getPackage().getImplementationVersion();
      return new String[] {"fairlead " + Objects.requireNonNullElse(version, "(not packaged)")};
    }
  }

  private Fairlead() {}

  public static void main(String[] args) {
    // picocli would look for Groovy in every jar, which takes longer than everything else it does.
    System.setProperty("picocli.disable.closures", "true");
    // Some languages have digits of their own, which no message is to hold.
    Locale.setDefault(Locale.ROOT);
    var out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
    var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    // As a plugin of kubectl it is `kubectl fairlead`, which only the launcher knows.
    var name = System.getProperty("command.name", "fairlead");
    var exitCode = run(called(name, args).setOut(out).setErr(err), args);
    out.flush();
    System.exit(exitCode);
  }

  /// picocli handles exceptions but no errors, of which an input of hundreds of megabytes can cause
  /// one: too little memory.
  static int run(CommandLine command, String... args) {
    try {
      return command.execute(args);
    } catch (Error e) {
      return failed(e, command);
    }
  }

  /// The command with everything that decides what a user sees when it fails.
  ///
  /// @param args what it will be given; where they begin with a subcommand, the others are left
  ///   out, whose options take a tenth of a second to read
  static CommandLine commandLine(String... args) {
    var fairlead = new CommandLine(new Fairlead());
    var named = args.length == 0 ? null : SUBCOMMANDS.get(args[0]);
    if (named == null) {
      SUBCOMMANDS.forEach(fairlead::addSubcommand);
    } else {
      fairlead.addSubcommand(args[0], named);
    }
    return fairlead
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler((e, _) -> wrongUse(e))
        .setExecutionExceptionHandler((e, command, _) -> failed(e, command));
  }

  /// The same under another name, in its examples too.
  static CommandLine called(String name, String... args) {
    var command = commandLine(args).setCommandName(name);
    if (!name.equals("fairlead")) {
      renameExamples(command, name);
    }
    return command;
  }

  private static void renameExamples(CommandLine command, String name) {
    var usage = command.getCommandSpec().usageMessage();
    usage.footer(
        Arrays.stream(usage.footer())
            .map(line -> line.replaceAll("(^ {2}|\\| )fairlead ", "$1" + name + " "))
            .toArray(String[]::new));
    command.getSubcommands().values().forEach(each -> renameExamples(each, name));
  }

  private static int wrongUse(ParameterException e) {
    var command = e.getCommandLine();
    var err = command.getErr();
    err.println(PlainText.lines("fairlead: " + e.getMessage()));
    UnmatchedArgumentException.printSuggestions(e, err);
    if (command.getSubcommands().isEmpty()) {
      var name = command.getCommandSpec().qualifiedName();
      err.println("Run '" + name + " --help' to see what is allowed.");
    } else {
      command.usage(err);
    }
    return CommandLine.ExitCode.USAGE;
  }

  private static int failed(Throwable e, CommandLine command) {
    var reason =
        Optional.ofNullable(e.getMessage())
            .flatMap(message -> message.lines().findFirst())
            .orElse("no reason given");
    var kind = e.getClass().getSimpleName();
    command
        .getErr()
        .println(PlainText.lines("fairlead: %s: %s%s".formatted(kind, reason, origin(e))));
    return CommandLine.ExitCode.USAGE;
  }

  /// The line of our own code that threw it, so that a report of the message is enough.
  private static String origin(Throwable e) {
    for (var frame : e.getStackTrace()) {
      if (frame.getClassName().startsWith("dev.fairlead.")) {
        return " (at %s:%d)".formatted(frame.getFileName(), frame.getLineNumber());
      }
    }
    return "";
  }
}
