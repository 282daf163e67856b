package dev.fairlead.policies.fixes;

import dev.fairlead.policies.model.FieldPath;
import dev.fairlead.policies.model.ObjectRef;
import dev.fairlead.policies.model.PlainText;

/// One line about what a fix does to a field, or about why it leaves the field alone.
public record Note(Effect effect, String fix, ObjectRef object, FieldPath field, String detail) {
  /// What became of the field.
  public enum Effect {
    /// It is written, or what Fairlead once wrote is taken back.
    CHANGED,
    /// It stays as it is, although the fix has to do with it.
    LEFT_ALONE
  }

  /// What a name may take of the line.
  private static final int LONGEST_NAME = 63;

  /// One line: `[fix] Kind/name path: detail`.
  public String message() {
    var line =
        "[%s] %s/%s %s: %s".formatted(fix, object.kind(), shortened(object.name()), field, detail);
    return PlainText.line(line, PlainText.LONGEST_WARNING);
  }

  /// Names of workloads and Services may have 253 characters, of which the ends tell most.
  static String shortened(String name) {
    return name.length() <= LONGEST_NAME
        ? name
        : name.substring(0, LONGEST_NAME / 2)
            + "…"
            + name.substring(name.length() - LONGEST_NAME / 2);
  }
}
