package dev.fairlead.policies.model;

import java.util.HashMap;
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
/// @param configuration the volumes that may hold a configuration which tells where it listens:
///   `ConfigMap/nginx`, `Secret/settings`
/// @param injection what its template says of containers that others add to its Pods
/// @param resolution whom its Pods ask for the hosts that they name
/// @param references the hosts that environment values, commands and arguments name and that can
///   hardly be anything but Services, whoever is asked for them; none where they may be looked up
///   in other domains, and never more than [#MOST_REFERENCES]. Neither numbers nor references nor
///   replicas are read of copies that controllers made, which are not judged
/// @param rollout whether a new template reaches its Pods by itself
/// @param replicas how many Pods it asks for at the moment; empty where it does not say, as kinds
///   that scale by themselves
/// @param ordinals the numbers of a StatefulSet's Pods
/// @param serviceName the Service by which a StatefulSet's Pods get names of their own; empty for
///   every other kind
/// @param pod the state of a live Pod; empty for every other kind
/// @param templateHash equal for equal templates; 0 for a Pod
public record Workload(
    Metadata metadata,
    FieldPath template,
    Map<String, String> labels,
    List<Container> containers,
    ReadinessGates readinessGates,
    SpokenNumbers spokenNumbers,
    List<String> configuration,
    Injector.Marks injection,
    NameResolution resolution,
    List<ServiceReference> references,
    OptionalInt replicas,
    Rollout rollout,
    Optional<Ordinals> ordinals,
    Optional<String> serviceName,
    Optional<PodState> pod,
    long templateHash)
    implements KubernetesObject {
  /// What controllers add to the labels of a template.
  private static final Set<String> COPY_LABELS =
      Set.of("pod-template-hash", "controller-revision-hash", "pod-template-generation");

  /// The most references that are read of one workload: far more than anybody writes.
  public static final int MOST_REFERENCES = 1000;

  private static final Set<String> REVISIONS = Set.of("ReplicaSet", "ControllerRevision");

  /// Whether conditions from outside the Pod take part in its readiness.
  public enum ReadinessGates {
    NONE,
    SOME
  }

  /// What becomes of the Pods when the template changes.
  public enum Rollout {
    /// They are replaced.
    REPLACES_PODS,
    /// They stay until somebody does more: a paused Deployment, `OnDelete`, a partition.
    HELD
  }

  /// The first `replicas` numbers from `start` on that are not reserved.
  ///
  /// @param reserved those that OpenKruise's StatefulSet leaves out (`reserveOrdinals`)
  public record Ordinals(int start, int replicas, Set<Integer> reserved) {
    public Ordinals {
      reserved = Set.copyOf(reserved);
    }

    public boolean include(int ordinal) {
      var leftOut = reserved.stream().filter(r -> r >= start && r < ordinal).count();
      return ordinal >= start
          && !reserved.contains(ordinal)
          && ordinal - leftOut < (long) start + replicas;
    }
  }

  public Workload {
    labels = Map.copyOf(labels);
    containers = List.copyOf(containers);
    configuration = List.copyOf(configuration);
    references = List.copyOf(references);
  }

  @Override
  public Workload with(Metadata other) {
    return with(other, labels, containers, readinessGates, templateHash);
  }

  private Workload with(
      Metadata metadata,
      Map<String, String> labels,
      List<Container> containers,
      ReadinessGates readinessGates,
      long templateHash) {
    return new Workload(
        metadata,
        template,
        labels,
        containers,
        readinessGates,
        spokenNumbers,
        configuration,
        injection,
        resolution,
        references,
        replicas,
        rollout,
        ordinals,
        serviceName,
        pod,
        templateHash);
  }

  /// The references that its Pods ask the cluster's DNS for.
  public List<ServiceReference> resolvedReferences() {
    return resolution == NameResolution.CLUSTER ? references : List.of();
  }

  /// True where at least one Pod of it must be there now.
  public boolean wantsPods() {
    return replicas.orElse(0) > 0;
  }

  /// True for custom kinds whose controller may give Pods labels that the template lacks.
  public boolean mayGetMoreLabels() {
    return !PodMakers.isKubernetesOwn(ref().apiVersion())
        && !PodMakers.addsNoLabels(ref().group(), ref().kind());
  }

  /// True where it asks for no Pods at the moment.
  public boolean isScaledToZero() {
    return replicas.equals(OptionalInt.of(0));
  }

  /// True for Jobs and CronJobs, whose Pods leave every Service when they are done.
  public boolean runsToCompletion() {
    return ref().group().equals("batch") && Set.of("Job", "CronJob").contains(ref().kind());
  }

  /// This workload as it was when one of its Pods or templates was made.
  public Workload asLeftBy(Workload copy) {
    var labels = new HashMap<>(copy.labels());
    labels.keySet().removeAll(COPY_LABELS);
    return with(metadata, labels, copy.containers(), copy.readinessGates(), copy.templateHash());
  }

  /// True for a Pod, a ReplicaSet or a ControllerRevision that a controller made: its template was
  /// judged there.
  public boolean ownedCopy() {
    return isOwnedCopy(metadata);
  }

  static boolean isOwnedCopy(Metadata metadata) {
    return metadata.controller().isPresent()
        && (isPod(metadata.ref()) || isRevision(metadata.ref()));
  }

  /// True for what keeps a template that another workload has or had.
  static boolean isRevision(ObjectRef ref) {
    return REVISIONS.contains(ref.kind()) && !ref.group().isEmpty();
  }

  /// True for what only remembers a template and makes no Pods.
  public boolean isControllerRevision() {
    return ref().kind().equals("ControllerRevision");
  }

  public boolean isPod() {
    return isPod(ref());
  }

  private static boolean isPod(ObjectRef ref) {
    return ref.kind().equals("Pod") && ref.group().isEmpty();
  }

  /// The containers whose ports a name can resolve to, in Kubernetes' own order.
  public List<Container> serving() {
    return containers.stream().filter(Container::serves).toList();
  }
}
