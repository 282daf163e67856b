package dev.fairlead.e2e;

import dev.fairlead.cli.Fairlead;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The `fairlead` command as a child process, on the JDK of the tests.
final class Program {
  private Program() {}

  static List<String> command(List<String> arguments) {
    return Stream.of(List.of(java()), program(), arguments).flatMap(List::stream).toList();
  }

  /// For a command that is soon over, as the launcher runs it.
  static List<String> shortCommand(List<String> arguments) {
    var quick = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
    return Stream.of(List.of(java()), quick, program(), arguments).flatMap(List::stream).toList();
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /// The jar with its libraries, as it ships; in an IDE, the classes that these tests see.
  private static List<String> program() {
    var main = Fairlead.class;
    var code = Path.of(URI.create(main.getProtectionDomain().getCodeSource().getLocation() + ""));
    return Files.isDirectory(code.resolveSibling("lib"))
        ? List.of("-jar", code.toString())
        : List.of("-cp", System.getProperty("java.class.path"), main.getName());
  }

  /// Why the management port does not say that the webhook is ready; empty when it does.
  static Optional<String> notReady(int managementPort) {
    return new ManagementPort(managementPort, "http").notReady();
  }
}
