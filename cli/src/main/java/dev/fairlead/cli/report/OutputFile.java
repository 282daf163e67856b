package dev.fairlead.cli.report;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// Writes a report to a file at one stroke: a reader sees the whole of it, or what was there
/// before.
public final class OutputFile {
  private OutputFile() {}

  /// Why the file could not be written, made to follow its name; empty where it was.
  public static Optional<String> write(Path file, String text) {
    return failure(file, () -> put(file, text));
  }

  /// The same for a text that goes behind what is there.
  public static Optional<String> append(Path file, String text) {
    return failure(
        file,
        () -> Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
  }

  private interface Writing {
    void run() throws IOException;
  }

  private static Optional<String> failure(Path file, Writing writing) {
    if (Files.isDirectory(file)) {
      return Optional.of("is a folder");
    }
    try {
      writing.run();
      return Optional.empty();
    } catch (NoSuchFileException _) {
      return Optional.of("cannot be written: there is no folder " + folder(file));
    } catch (AccessDeniedException _) {
      return Optional.of("cannot be written: permission denied");
    } catch (IOException e) {
      return Optional.of("cannot be written: " + e.getMessage());
    }
  }

  private static void put(Path file, String text) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      Files.writeString(file, text, StandardOpenOption.WRITE); // a device, a pipe
    } else {
      replace(file, text);
    }
  }

  private static void replace(Path file, String text) throws IOException {
    var target = Files.exists(file) ? file.toRealPath() : file;
    var temporary =
        folder(target).resolve(".%s.%d.tmp".formatted(file.getFileName(), System.nanoTime()));
    try {
      Files.writeString(temporary, text, StandardOpenOption.CREATE_NEW);
      Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static Path folder(Path file) {
    var parent = file.getParent();
    return parent == null ? Path.of(".") : parent;
  }
}
