package dev.fairlead.cli.plan;

import java.util.List;

/// What one PATH holds: what is there before a release, or what the release wants.
///
/// @param objects in the order of the files; of two with one name the later stands
/// @param notes what is wrong with the files, a line each
/// @param documents how many objects there were, whether they decode or not
public record Side(
    String path,
    List<PlannedObject> objects,
    List<Unread> unread,
    List<String> notes,
    int documents) {
  public Side {
    objects = List.copyOf(objects);
    unread = List.copyOf(unread);
    notes = List.copyOf(notes);
  }

  /// False where the files hold no Kubernetes object at all.
  public boolean readAnything() {
    return documents > 0;
  }
}
