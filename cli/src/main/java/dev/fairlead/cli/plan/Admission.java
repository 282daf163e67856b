package dev.fairlead.cli.plan;

import dev.fairlead.policies.model.ObjectRef;
import java.util.List;

/// What admission says of a step at one level.
///
/// @param lines in admission's own words
/// @param waivers what lets a refused step through
record Admission(Answer answer, List<String> lines, List<Waiver> waivers) {
  /// The annotation that lets the findings of a check through.
  ///
  /// @param object the object that can carry it
  record Waiver(ObjectRef object, String check) {}

  static final Admission SILENT = new Admission(Answer.SILENT, List.of(), List.of());

  Admission {
    lines = List.copyOf(lines);
    waivers = List.copyOf(waivers);
  }

  static Admission warning(List<String> lines) {
    return lines.isEmpty() ? SILENT : new Admission(Answer.WARNED, lines, List.of());
  }
}
