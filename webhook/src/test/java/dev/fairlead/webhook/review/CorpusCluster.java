package dev.fairlead.webhook.review;

import dev.fairlead.policies.checks.Checks;
import dev.fairlead.policies.checks.Finding;
import dev.fairlead.policies.model.KubernetesObject;
import dev.fairlead.policies.model.NamespaceSwitches;
import dev.fairlead.policies.model.ObjectReader;
import dev.fairlead.policies.model.ObjectRef;
import dev.fairlead.policies.model.OtherObject;
import dev.fairlead.policies.model.PodMakers;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.model.Workload;
import dev.fairlead.webhook.cluster.ManifestCluster;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// A cluster at guard that asks the reviewer about every object it is sent, and keeps what that
/// allows.
final class CorpusCluster {
  /// What the webhook gets to see.
  enum Watch {
    /// Custom kinds too: an operator's resource says that Pods may come from it.
    EVERY_KIND,
    /// Kubernetes' own kinds only.
    OWN_KINDS
  }

  /// One question and its answer.
  ///
  /// @param existed false for what is created
  record Reply(ObjectRef object, boolean existed, boolean dryRun, Decision decision) {
    /// What the decision says of a check at an object, of all that it says.
    boolean denies(String check, String object) {
      return decision.causes().stream()
          .anyMatch(cause -> cause.message().startsWith(start(check, object)));
    }

    boolean warns(String check, String object) {
      return decision.warnings().stream().anyMatch(line -> line.startsWith(start(check, object)));
    }

    /// True where what it warns of is left for later, since the other half may be on its way.
    boolean settles(String check) {
      return List.of(decision.auditAnnotations().getOrDefault("settle", "").split(","))
          .contains(check);
    }

    private static String start(String check, String object) {
      return "[%s] %s ".formatted(check, object);
    }
  }

  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

  /// The kinds that the webhook is registered for, by API group.
  private static final Map<String, Set<String>> REVIEWED =
      Map.of(
          "",
          Set.of("Namespace", "Pod", "ReplicationController", "Service"),
          "apps",
          Set.of("DaemonSet", "Deployment", "ReplicaSet", "StatefulSet"),
          "batch",
          Set.of("CronJob", "Job"));

  private final ObjectReader reader = new ObjectReader(PodMakers.COMMON);
  private final ManifestCluster known = new ManifestCluster(InstantSource.system());
  private final Reviewer reviewer =
      new Reviewer(
          reader,
          known,
          Rules.guarding(Duration.ofMinutes(1), "kubectl-*"),
          InstantSource.fixed(NOW));
  private final Map<String, Map<String, ?>> stored = new HashMap<>();
  private final Set<String> namespaces = new TreeSet<>();
  private final Watch watch;

  CorpusCluster(Watch watch) {
    this.watch = watch;
  }

  /// Sends a bundle as a client does, which goes on after a denial unless it asks about a whole
  /// stage first.
  List<Reply> send(List<Map<String, ?>> bundle, CorpusClient client) {
    var replies = new ArrayList<Reply>();
    for (var stage : client.stages(bundle)) {
      if (client.dryRunsFirst()) {
        var dry = stage.stream().flatMap(o -> send(o, client, true).stream()).toList();
        replies.addAll(dry);
        if (dry.stream().anyMatch(reply -> !reply.decision().allowed())) {
          return replies;
        }
      }
      stage.forEach(object -> send(object, client, false).ifPresent(replies::add));
    }
    return replies;
  }

  /// Stores objects without asking anybody.
  void put(List<Map<String, ?>> bundle) {
    bundle.forEach(
        object -> store(object, reader.read(object, "default").ref(), NOW.minusSeconds(86_400)));
  }

  /// Empty where the object is as it was, or of a kind that nobody reviews.
  private Optional<Reply> send(Map<String, ?> object, CorpusClient client, boolean dryRun) {
    var ref = reader.read(object, "default").ref();
    var old = Optional.<Map<String, ?>>ofNullable(stored.get(key(ref)));
    if (old.filter(object::equals).isPresent()) {
      return Optional.empty();
    }
    if (!REVIEWED.getOrDefault(ref.group(), Set.of()).contains(ref.kind())) {
      if (!dryRun) {
        store(object, ref, NOW);
      }
      return Optional.empty();
    }
    var request = request(object, old, ref, client, dryRun);
    var decision = reviewer.review(request, NOW.plusSeconds(10)).toCompletableFuture().join();
    if (decision.allowed() && !dryRun) {
      store(object, ref, NOW);
    }
    return Optional.of(new Reply(ref, old.isPresent(), dryRun, decision));
  }

  private static ReviewRequest request(
      Map<String, ?> object,
      Optional<Map<String, ?>> old,
      ObjectRef ref,
      CorpusClient client,
      boolean dryRun) {
    return new ReviewRequest(
        "uid",
        old.isPresent() ? Operation.UPDATE : Operation.CREATE,
        ref.apiVersion(),
        ref.kind(),
        "",
        ref.namespace(),
        ref.name(),
        dryRun,
        client.fieldManager(),
        "somebody",
        List.of("system:authenticated"),
        Optional.of(inNamespace(object, ref)),
        old.map(tree -> inNamespace(tree, ref)));
  }

  /// The API server writes the namespace that the client left out.
  private static Map<String, ?> inNamespace(Map<String, ?> object, ObjectRef ref) {
    var metadata = new LinkedHashMap<String, Object>();
    if (object.get("metadata") instanceof Map<?, ?> written) {
      written.forEach((key, value) -> metadata.put(String.valueOf(key), value));
    }
    if (!ref.namespace().isEmpty()) {
      metadata.put("namespace", ref.namespace());
    }
    var completed = new LinkedHashMap<String, Object>(object);
    completed.put("metadata", metadata);
    return completed;
  }

  /// @param at when it was stored, which each object tells
  private void store(Map<String, ?> object, ObjectRef ref, Instant at) {
    stored.put(key(ref), object);
    var read = reader.read(storedAt(at, object), "default").object().orElseThrow();
    namespaces.add(ref.namespace());
    if (isWatched(read)) {
      known.put(read);
    }
  }

  private static Map<String, ?> storedAt(Instant at, Map<String, ?> object) {
    var metadata = new LinkedHashMap<Object, Object>();
    if (object.get("metadata") instanceof Map<?, ?> written) {
      metadata.putAll(written);
    }
    metadata.put("creationTimestamp", at.toString());
    var stored = new LinkedHashMap<String, Object>(object);
    stored.put("metadata", metadata);
    return stored;
  }

  private boolean isWatched(KubernetesObject object) {
    return switch (object) {
      case ServiceWiring _, NamespaceSwitches _ -> true;
      case Workload workload ->
          watch == Watch.EVERY_KIND
              || REVIEWED
                  .getOrDefault(workload.ref().group(), Set.of())
                  .contains(workload.ref().kind());
      case OtherObject _ -> watch == Watch.EVERY_KIND;
    };
  }

  private static String key(ObjectRef ref) {
    return String.join("/", ref.group(), ref.kind(), ref.namespace(), ref.name());
  }

  /// What is wrong with the cluster as it stands.
  List<Finding> findings() {
    return namespaces.stream()
        .flatMap(namespace -> Checks.findings(known.known(namespace)).stream())
        .toList();
  }
}
