package dev.fairlead.policies.model;

import dev.fairlead.policies.model.Metadata.Trait;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reduces Kubernetes objects, given as JSON trees, to records, filling in what the API server
/// would.
///
/// A tree holds maps, lists, strings, numbers, booleans and nulls, as any JSON or YAML parser makes
/// them; it is read, never changed.
public final class ObjectReader {
  /// The part of every switch's key that makes it ours: `fairlead.dev/level`,
  /// `allow.fairlead.dev/<check>`.
  private static final String OURS = "fairlead.dev/";

  /// Kubernetes' own kinds whose objects others belong to as to a controller: the workloads, a Node
  /// (mirror Pods), a Pod (Spark's driver and its executors), a Service (the load balancer of K3s).
  private static final Set<String> MAKERS =
      Set.of(
          "CronJob",
          "DaemonSet",
          "Deployment",
          "Job",
          "Node",
          "Pod",
          "ReplicaSet",
          "ReplicationController",
          "Service",
          "StatefulSet");

  private final PodMakers podMakers;
  private final ConfigMaps configMaps;

  public ObjectReader(PodMakers podMakers) {
    this(podMakers, ConfigMaps.NONE);
  }

  /// @param configMaps those from which environment variables may come
  public ObjectReader(PodMakers podMakers, ConfigMaps configMaps) {
    this.podMakers = podMakers;
    this.configMaps = configMaps;
  }

  /// Reads one object.
  ///
  /// @param defaultNamespace the namespace of an object that names none
  public Reading read(Map<String, ?> tree, String defaultNamespace) {
    var malformed = new ArrayList<Malformed>();
    var root = new Fields(tree, FieldPath.ROOT, malformed);
    var metadata = metadata(root, defaultNamespace);
    var object = object(root, metadata);
    var decodes = malformed.stream().noneMatch(m -> m.gravity() == Malformed.Gravity.UNDECODABLE);
    return new Reading(metadata.ref(), decodes ? Optional.of(object) : Optional.empty(), malformed);
  }

  private KubernetesObject object(Fields root, Metadata metadata) {
    var ref = metadata.ref();
    if (ref.apiVersion().equals("v1") && ref.kind().equals("Service")) {
      return ServiceReader.read(root, metadata);
    }
    if (ref.apiVersion().equals("v1") && ref.kind().equals("Namespace")) {
      var written = root.quietly().object("metadata");
      var labels = written.texts("labels");
      return new NamespaceSwitches(
          metadata, Injector.marks(labels, written.texts("annotations")), labels);
    }
    return WorkloadReader.read(root, metadata, podMakers.templatesOf(ref), configMaps)
        .<KubernetesObject>map(workload -> workload)
        .orElseGet(() -> new OtherObject(metadata, podMakers.madeBy(root, ref)));
  }

  private static Metadata metadata(Fields root, String defaultNamespace) {
    var metadata = root.object("metadata");
    var traits = EnumSet.noneOf(Trait.class);
    var written = metadata.text("namespace");
    if (written.isPresent()) {
      traits.add(Trait.NAMESPACE_WRITTEN);
    }
    if (metadata.has("deletionTimestamp")) {
      traits.add(Trait.DELETING);
    }
    var name = metadata.text("name");
    if (name.isEmpty()) {
      traits.add(Trait.NAME_GENERATED);
    }
    var labels = metadata.texts("labels");
    var annotations = metadata.texts("annotations");
    if (annotations.containsKey("helm.sh/hook")) {
      traits.add(Trait.HELM_HOOK);
    }
    if (ReleaseMarks.isHelms(annotations)) {
      traits.add(Trait.HELM_RELEASE);
    }
    var apiVersion = root.text("apiVersion").orElse("");
    var kind = root.text("kind").orElse("");
    var namespace = isNamespace(apiVersion, kind) ? "" : written.orElse(defaultNamespace);
    var ref =
        new ObjectRef(
            apiVersion, kind, namespace, name.or(() -> metadata.text("generateName")).orElse(""));
    return new Metadata(
        ref,
        controller(metadata),
        traits,
        ReleaseMarks.of(labels, annotations),
        switches(labels, annotations));
  }

  private static boolean isNamespace(String apiVersion, String kind) {
    return apiVersion.equals("v1") && kind.equals("Namespace");
  }

  private static Optional<Metadata.Owner> controller(Fields metadata) {
    return metadata.objects("ownerReferences").stream()
        .filter(owner -> owner.isTrue("controller"))
        .map(
            owner ->
                new Metadata.Owner(
                    owner.text("apiVersion").orElse(""),
                    owner.text("kind").orElse(""),
                    owner.text("name").orElse("")))
        .filter(ObjectReader::mayMakeOthers)
        .findFirst();
  }

  /// False for an owner whose kind nothing controls others by, which only somebody who wants to
  /// pass for a controller writes. Whether it exists is not asked: Kubernetes' garbage collector
  /// deletes what belongs to nobody.
  private static boolean mayMakeOthers(Metadata.Owner owner) {
    return !PodMakers.isKubernetesOwn(owner.apiVersion()) || MAKERS.contains(owner.kind());
  }

  private static Map<String, String> switches(
      Map<String, String> labels, Map<String, String> annotations) {
    var switches = new LinkedHashMap<String, String>();
    for (var source : List.of(labels, annotations)) {
      source.forEach(
          (key, value) -> {
            if (key.contains(OURS)) {
              switches.put(key, value);
            }
          });
    }
    return switches;
  }
}
