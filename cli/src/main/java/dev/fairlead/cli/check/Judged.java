package dev.fairlead.cli.check;

import dev.fairlead.cli.manifests.Position;
import dev.fairlead.policies.model.ObjectRef;
import java.util.List;

/// An object that was judged.
///
/// @param file where it stands, as the user wrote it
/// @param position where it is named
/// @param checks the ids of the checks that looked at it, sorted
public record Judged(ObjectRef object, String file, Position position, List<String> checks) {
  public Judged {
    checks = List.copyOf(checks);
  }
}
