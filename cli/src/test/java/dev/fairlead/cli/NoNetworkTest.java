package dev.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What judges files opens no socket: a process of its own never initializes the classes of the JDK
/// that open one.
final class NoNetworkTest {
  private static final List<String> SOCKETS =
      List.of(
          "'java/net/Socket'",
          "'java/net/ServerSocket'",
          "'java/net/DatagramSocket'",
          "'sun/nio/ch/SocketChannelImpl'",
          "'sun/nio/ch/ServerSocketChannelImpl'",
          "'sun/nio/ch/DatagramChannelImpl'");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "check ../examples",
        "check --each --format=sarif ../examples",
        "check --format=junit --format=github=/dev/null ../examples",
        "fix --dry-run ../examples/healthy",
        "plan ../docs/plan/before ../docs/plan/after --order=helm",
        "explain selector-unmatched",
      })
  void filesAreJudgedWithoutASocket(String command) throws IOException, InterruptedException {
    assertThat(socketsOf(command)).isEmpty();
  }

  @Test
  void filesOfARevisionAreJudgedWithoutASocket() throws IOException, InterruptedException {
    var repository = Files.createDirectory(folder.resolve("repository"));
    Files.copy(Path.of("../examples/p2-target-port-name.yaml"), repository.resolve("shop.yaml"));
    for (var git :
        List.of(
            "init --quiet",
            "add --all",
            "-c user.name=t -c user.email=t@t commit --quiet --message=all")) {
      var command = Stream.concat(Stream.of("git"), Stream.of(git.split(" "))).toList();
      var process = new ProcessBuilder(command).directory(repository.toFile()).inheritIO().start();
      assertThat(process.waitFor()).as(git).isZero();
    }

    assertThat(socketsOf("check --since HEAD " + repository)).isEmpty();
  }

  @Test
  void aCommandWithAServerIsSeen() throws IOException, InterruptedException {
    assertThat(socketsOf("try ../examples/healthy")).isNotEmpty();
  }

  private List<String> socketsOf(String command) throws IOException, InterruptedException {
    var initialized = folder.resolve("initialized");
    var output = folder.resolve("output");
    var process =
        OwnProcess.of(List.of("-Xlog:class+init=info:file=" + initialized), command.split(" "))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor()).as("%s: %s", command, Files.readString(output)).isIn(0, 1);
    return Files.readAllLines(initialized).stream()
        .filter(entry -> SOCKETS.stream().anyMatch(entry::contains))
        .toList();
  }
}
