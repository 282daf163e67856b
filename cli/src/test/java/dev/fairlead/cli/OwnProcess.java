package dev.fairlead.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The command in a process of its own.
final class OwnProcess {
  private OwnProcess() {}

  /// @param flags of the JVM
  static ProcessBuilder of(List<String> flags, String... arguments) {
    var line = new ArrayList<String>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(flags);
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), Fairlead.class.getName()));
    line.addAll(List.of(arguments));
    return new ProcessBuilder(line);
  }
}
