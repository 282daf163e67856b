package dev.fairlead.cli.check;

import dev.fairlead.cli.manifests.Position;
import dev.fairlead.policies.checks.Checks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The comments of a file that let findings through: `# fairlead: allow CHECK REASON`, in the line
/// of the finding or in one of comments alone right above it.
final class AllowComments {
  private static final Pattern COMMENT =
      Pattern.compile("(?:^|\\s)#\\s*fairlead:\\s*allow\\b\\s*(\\S*)\\s*(.*)$");

  /// One such comment.
  private record Comment(Position position, String check, String reason) {
    /// Why it means nothing; empty where it does.
    Optional<String> mistake() {
      if (!Checks.ids().contains(check)) {
        return Optional.of(
            "'%s': must be the id of a check, as in # fairlead: allow selector-unmatched REASON"
                .formatted(check));
      }
      return reason.isBlank()
          ? Optional.of("must give the reason, as in # fairlead: allow %s REASON".formatted(check))
          : Optional.empty();
    }
  }

  private final String file;
  private final Lines lines;

  /// By the line where they stand.
  private final Map<Integer, Comment> comments = new HashMap<>();

  private final List<Comment> unused = new ArrayList<>();

  /// @param file as the user wrote it
  /// @param text the whole of it
  AllowComments(String file, String text, Lines lines) {
    this.file = file;
    this.lines = lines;
    if (text.contains("fairlead:")) {
      find(text);
    }
  }

  private void find(String text) {
    var number = 0;
    for (var line : text.lines().toList()) {
      number++;
      var found = COMMENT.matcher(line);
      if (found.find()) {
        var column = line.codePointCount(0, line.indexOf('#', found.start())) + 1;
        var comment =
            new Comment(new Position(number, column), found.group(1), found.group(2).strip());
        comments.put(number, comment);
        unused.add(comment);
      }
    }
  }

  /// The reason for which a finding of a check is let through that stands in this line.
  Optional<String> reason(String check, int line) {
    if (comments.isEmpty()) {
      return Optional.empty();
    }
    for (var number = line; number == line || isComment(number); number--) {
      var comment = comments.get(number);
      if (comment != null && comment.check().equals(check) && comment.mistake().isEmpty()) {
        unused.remove(comment);
        return Optional.of(comment.reason());
      }
    }
    return Optional.empty();
  }

  private boolean isComment(int number) {
    return lines.line(number).filter(line -> line.strip().startsWith("#")).isPresent();
  }

  /// What is wrong with comments, and which of them have let nothing through; a line each.
  ///
  /// @param judged the checks that looked
  List<String> notes(Set<String> judged) {
    var notes = new ArrayList<String>();
    for (var comment : unused) {
      var what =
          comment
              .mistake()
              .or(
                  () ->
                      judged.contains(comment.check())
                          ? Optional.of(
                              "allows nothing: there is no finding of %s at this line or the next"
                                  .formatted(comment.check()))
                          : Optional.empty());
      what.ifPresent(
          words -> notes.add("%s:%s: the comment %s".formatted(file, comment.position(), words)));
    }
    return notes;
  }
}
