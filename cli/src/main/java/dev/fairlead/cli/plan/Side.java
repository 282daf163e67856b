package dev.fairlead.cli.plan;

import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.model.Workload;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What one PATH holds: what is there before a release, or what the release wants.
///
/// @param objects in the order of the files; of two with one name the later stands
/// @param others which of them are not of the release, and so are never deleted with it
/// @param notes what is wrong with the files, a line each
/// @param documents how many objects there were, whether they decode or not
public record Side(
    String path,
    List<PlannedObject> objects,
    Optional<Set<Identity>> others,
    List<Unread> unread,
    List<String> notes,
    int documents) {
  public Side {
    objects = List.copyOf(objects);
    others = others.map(Set::copyOf);
    unread = List.copyOf(unread);
    notes = List.copyOf(notes);
  }

  /// True for a live cluster, which holds more than the release, and with what the API server has
  /// added.
  boolean isCluster() {
    return others.isPresent();
  }

  /// The namespaces in which something of it lives.
  public Set<String> namespaces() {
    return objects.stream()
        .filter(
            object ->
                object.object() instanceof ServiceWiring || object.object() instanceof Workload)
        .map(object -> object.ref().namespace())
        .collect(Collectors.toSet());
  }

  boolean isOfRelease(PlannedObject object) {
    return others.filter(all -> all.contains(object.identity())).isEmpty();
  }

  /// False where the files hold no Kubernetes object at all.
  public boolean readAnything() {
    return documents > 0;
  }
}
