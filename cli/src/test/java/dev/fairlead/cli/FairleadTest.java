package dev.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;

/// How the command fails when it is our fault.
final class FairleadTest {
  @Command(name = "bug")
  record Bug(Throwable thrown) implements Callable<Integer> {
    @Override
    public Integer call() throws Exception {
      if (thrown instanceof Error error) {
        throw error;
      }
      throw (Exception) thrown;
    }
  }

  private static Run run(Throwable thrown) {
    var out = new StringWriter();
    var err = new StringWriter();
    var command = Fairlead.commandLine().addSubcommand(new Bug(thrown));
    command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return new Run(Fairlead.run(command, "bug"), out.toString(), err.toString());
  }

  @Test
  void aBugOfOursIsOneLineThatSaysWhereItIs() {
    var run = run(new IllegalStateException("first line\nsecond line"));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .startsWith("fairlead: IllegalStateException: first line (at FairleadTest.java:")
        .hasLineCount(1);
  }

  @Test
  void anErrorWithoutAMessageIsOneLineToo() {
    var run = run(new OutOfMemoryError());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("fairlead: OutOfMemoryError: no reason given").hasLineCount(1);
  }
}
