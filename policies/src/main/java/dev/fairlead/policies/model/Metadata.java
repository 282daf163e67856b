package dev.fairlead.policies.model;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What Fairlead reads of an object's metadata, labels of Pods apart.
///
/// `switches` are the labels and annotations whose key lies under `fairlead.dev/`, annotations
/// first where both have a key.
///
/// @param releases a word for each release that the object belongs to, as Helm, Argo CD and Flux
///   mark them
public record Metadata(
    ObjectRef ref,
    Optional<Owner> controller,
    Set<Trait> traits,
    Set<String> releases,
    Map<String, String> switches) {
  /// The controller that made an object and will make it again: its `ownerReferences` entry with
  /// `controller: true`.
  public record Owner(String apiVersion, String kind, String name) {}

  /// What sets an object apart from one that a user wrote to stay.
  public enum Trait {
    /// The manifest names its namespace, rather than taking the client's.
    NAMESPACE_WRITTEN,
    /// It has a `deletionTimestamp`.
    DELETING,
    /// It has no name of its own but a `generateName`, which stands in the reference instead.
    NAME_GENERATED,
    /// Helm runs it at a point of a release (`helm.sh/hook`) and it is nobody's backend.
    HELM_HOOK,
    /// Helm's own annotation names its release, whatever program sends it.
    HELM_RELEASE
  }

  public Metadata {
    traits = Set.copyOf(traits);
    releases = Set.copyOf(releases);
    switches = Map.copyOf(switches);
  }

  /// What is known of an object of which nothing but its name could be read.
  public static Metadata of(ObjectRef ref) {
    return new Metadata(ref, Optional.empty(), Set.of(), Set.of(), Map.of());
  }

  public boolean is(Trait trait) {
    return traits.contains(trait);
  }

  public Metadata without(Trait trait) {
    var others = traits.stream().filter(other -> other != trait).collect(Collectors.toSet());
    return new Metadata(ref, controller, others, releases, switches);
  }

  /// True where both carry the mark of one release.
  public boolean sharesReleaseWith(Metadata other) {
    return releases.stream().anyMatch(other.releases::contains);
  }
}
