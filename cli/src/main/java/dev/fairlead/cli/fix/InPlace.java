package dev.fairlead.cli.fix;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.Optional;

/// Replaces the text of a file at one stroke: a reader sees the old text or the new one. Of a link,
/// the file that it leads to is written. Permissions stay.
public final class InPlace {
  private InPlace() {}

  /// Why the file could not be written, made to follow its name; empty where it was.
  public static Optional<String> write(FixedFile file) {
    try {
      var target = Path.of(file.name()).toRealPath();
      if (!Files.isRegularFile(target)) {
        return Optional.of("is no regular file");
      }
      if (!Files.isWritable(target)) {
        return Optional.of("cannot be written: permission denied");
      }
      if (!Files.readString(target).equals(file.before())) {
        return Optional.of("has changed meanwhile and stays as it is");
      }
      replace(target, file.after());
      return Optional.empty();
    } catch (AccessDeniedException e) {
      return Optional.of("cannot be written: permission denied for " + e.getFile());
    } catch (IOException e) {
      return Optional.of("cannot be written: " + e.getMessage());
    }
  }

  private static void replace(Path target, String text) throws IOException {
    var folder = target.toAbsolutePath().getParent();
    var temporary = Files.createTempFile(folder, ".fairlead-", ".tmp");
    try {
      Files.write(temporary, text.getBytes(StandardCharsets.UTF_8));
      copyPermissions(target, temporary);
      try {
        Files.move(
            temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } catch (AtomicMoveNotSupportedException _) {
        Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static void copyPermissions(Path from, Path to) throws IOException {
    var view = Files.getFileAttributeView(from, PosixFileAttributeView.class);
    if (view != null) {
      Files.setPosixFilePermissions(to, view.readAttributes().permissions());
    }
  }
}
