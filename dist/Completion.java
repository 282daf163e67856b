import dev.fairlead.cli.Fairlead;
import picocli.AutoComplete;
import picocli.CommandLine;

/// Prints the completion of the command for bash. It is run from its source, beside the jar of the
/// command, which has no need of it.
final class Completion {
  private Completion() {}

  public static void main(String[] args) throws ReflectiveOperationException {
    // With its subcommands, which no annotation lists.
    var commandLine = Fairlead.class.getDeclaredMethod("commandLine", String[].class);
    commandLine.setAccessible(true);
    var command = (CommandLine) commandLine.invoke(null, (Object) new String[0]);
    System.out.print(AutoComplete.bash("fairlead", command));
  }
}
