package dev.fairlead.cli.git;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The user's git in one repository, with an index of its own. Nothing is fetched and nobody is
/// asked.
final class Git {
  /// Set by git where it runs a hook: of a repository and an index that need not be ours.
  private static final List<String> OF_A_HOOK = List.of("GIT_DIR", "GIT_WORK_TREE", "GIT_PREFIX");

  private final Path root;
  private final Path scratch;

  /// @param scratch a folder for the index, and for what goes in and out
  Git(Path root, Path scratch) {
    this.root = root;
    this.scratch = scratch;
  }

  /// What one run came to.
  ///
  /// @param text standard output, or what went wrong
  record Ending(boolean succeeded, String text) {}

  /// @throws IOException where git cannot be started
  Ending run(String input, String... arguments) throws IOException {
    var command = new ArrayList<>(List.of("git", "-C", root.toString()));
    command.addAll(List.of(arguments));
    var errors = scratch.resolve("errors");
    var builder =
        new ProcessBuilder(command)
            .redirectInput(Files.writeString(scratch.resolve("input"), input).toFile())
            .redirectError(Redirect.to(errors.toFile()));
    builder.environment().keySet().removeAll(OF_A_HOOK);
    builder
        .environment()
        .putAll(
            Map.of(
                "GIT_INDEX_FILE", scratch.resolve("index").toString(),
                "GIT_NO_LAZY_FETCH", "1",
                "GIT_LFS_SKIP_SMUDGE", "1",
                "GIT_TERMINAL_PROMPT", "0",
                "LC_ALL", "C"));
    var process = builder.start();
    try (var out = process.getInputStream()) {
      var text = new String(out.readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0
          ? new Ending(true, text)
          : new Ending(false, Files.readString(errors).strip().replace("\n", " "));
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
