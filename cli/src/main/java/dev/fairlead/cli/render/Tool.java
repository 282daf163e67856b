package dev.fairlead.cli.render;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A program of the user's.
final class Tool {
  /// The largest chart of our corpus takes helm two seconds.
  private static final long MOST_SECONDS = 60;

  private Tool() {}

  /// What one run came to.
  ///
  /// @param text standard output, or what went wrong
  record Ending(boolean succeeded, String text) {}

  /// True where the `PATH` has it.
  static boolean exists(String name) {
    var path = System.getenv().getOrDefault("PATH", "");
    return Arrays.stream(path.split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
  }

  /// @throws IOException where it cannot be started, or does not end
  static Ending run(List<String> command) throws IOException {
    var process =
        new ProcessBuilder(command).redirectInput(Redirect.from(new File("/dev/null"))).start();
    var errors = CompletableFuture.supplyAsync(() -> text(process.getErrorStream()));
    var output = CompletableFuture.supplyAsync(() -> text(process.getInputStream()));
    try {
      if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("no end within %d s".formatted(MOST_SECONDS));
      }
      return process.exitValue() == 0
          ? new Ending(true, output.join())
          : new Ending(false, errors.join().strip().replace("\n", " "));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      process.destroy();
    }
  }

  private static String text(InputStream stream) {
    try (stream) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
