package dev.fairlead.cli.fix;

import java.util.List;

/// What becomes of files that are fixed together.
///
/// @param changes what differs, by the places in the files as they are to be
/// @param left what fixes had to do with and left as it is, and why
/// @param refused what would have to change, or may have to, and cannot
public record FixedFiles(
    List<FixedFile> files, int objects, List<Said> changes, List<Said> left, List<Said> refused) {
  public FixedFiles {
    files = List.copyOf(files);
    changes = List.copyOf(changes);
    left = List.copyOf(left);
    refused = List.copyOf(refused);
  }

  public List<FixedFile> changed() {
    return files.stream().filter(FixedFile::isChanged).toList();
  }

  public List<Said> changesOf(FixedFile file) {
    return changes.stream().filter(change -> change.file().equals(file.name())).toList();
  }

  /// The difference as `patch` takes it, behind a line for each change that says what it is for.
  public String diff(FixedFile file) {
    var text = new StringBuilder();
    changesOf(file).forEach(change -> text.append(change).append('\n'));
    return text.append(UnifiedDiff.of(file.name(), file.before(), file.after())).toString();
  }
}
