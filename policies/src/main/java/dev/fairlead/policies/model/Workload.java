package dev.fairlead.policies.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// Whatever makes Pods from a template, or a Pod itself.
///
/// @param template where the pod template stands in the object; the root for a Pod
/// @param labels the labels of the template, which its Pods carry
/// @param containers in the order in which Kubernetes looks for a port name: regular containers,
///   then init containers
/// @param spokenNumbers what it may listen on, whatever it declares
/// @param references the Services that environment values, commands and arguments name; neither
///   numbers nor references nor replicas are read of copies that controllers made, which are not
///   judged
/// @param replicas how many Pods it asks for at the moment; empty where it does not say, as kinds
///   that scale by themselves
/// @param ordinals the numbers of a StatefulSet's Pods
/// @param serviceName the Service by which a StatefulSet's Pods get names of their own; empty for
///   every other kind
/// @param pod the state of a live Pod; empty for every other kind
public record Workload(
    Metadata metadata,
    FieldPath template,
    Map<String, String> labels,
    List<Container> containers,
    ReadinessGates readinessGates,
    SpokenNumbers spokenNumbers,
    List<ServiceReference> references,
    OptionalInt replicas,
    Optional<Ordinals> ordinals,
    Optional<String> serviceName,
    Optional<PodState> pod)
    implements KubernetesObject {
  /// Whether conditions from outside the Pod take part in its readiness.
  public enum ReadinessGates {
    NONE,
    SOME
  }

  /// The numbers `start` to `start + replicas - 1`.
  public record Ordinals(int start, int replicas) {
    public boolean include(int ordinal) {
      return ordinal >= start && ordinal < start + replicas;
    }
  }

  public Workload {
    labels = Map.copyOf(labels);
    containers = List.copyOf(containers);
    references = List.copyOf(references);
  }

  /// True where at least one Pod of it must be there now.
  public boolean wantsPods() {
    return replicas.orElse(0) > 0;
  }

  /// True for Jobs and CronJobs, whose Pods leave every Service when they are done.
  public boolean runsToCompletion() {
    return ref().group().equals("batch") && Set.of("Job", "CronJob").contains(ref().kind());
  }

  /// True for a Pod or ReplicaSet that a controller made: its template was judged there.
  public boolean ownedCopy() {
    return isOwnedCopy(metadata);
  }

  static boolean isOwnedCopy(Metadata metadata) {
    return metadata.controller().isPresent()
        && (isPod(metadata.ref()) || metadata.ref().kind().equals("ReplicaSet"));
  }

  public boolean isPod() {
    return isPod(ref());
  }

  private static boolean isPod(ObjectRef ref) {
    return ref.kind().equals("Pod") && ref.group().isEmpty();
  }

  /// The containers whose ports a name can resolve to, in Kubernetes' own order.
  public List<Container> serving() {
    return containers.stream().filter(c -> c.role() != Container.Role.INIT).toList();
  }
}
