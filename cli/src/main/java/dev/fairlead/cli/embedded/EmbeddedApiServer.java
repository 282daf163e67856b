package dev.fairlead.cli.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fairlead.cli.clients.Client;
import dev.fairlead.cli.embedded.Reply.Attempt;
import dev.fairlead.cli.embedded.Reply.Change;
import dev.fairlead.cli.embedded.Reply.Result.Refused;
import dev.fairlead.cli.embedded.Reply.Result.Stored;
import dev.fairlead.policies.fixes.FixSwitches;
import dev.fairlead.policies.model.Malformed;
import dev.fairlead.policies.model.ObjectReader;
import dev.fairlead.policies.model.ObjectRef;
import dev.fairlead.policies.model.Reading;
import dev.fairlead.webhook.cluster.ManifestCluster;
import io.fabric8.kubernetes.api.model.GroupVersionKind;
import io.fabric8.kubernetes.api.model.GroupVersionResource;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionRequest;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionRequestBuilder;
import io.fabric8.kubernetes.api.model.authentication.UserInfoBuilder;
import io.fabric8.zjsonpatch.JsonPatch;
import io.fabric8.zjsonpatch.JsonPatchException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An API server in memory. It refuses what it cannot decode or store, asks the webhook about the
/// rest, and stores what that allows.
///
/// It does no more than matters to a webhook. Of Kubernetes' rules it knows those that Fairlead's
/// own reader knows, and an update replaces the object that was there.
public final class EmbeddedApiServer {
  /// What a real API server would call the webhook, from the chart's configuration.
  private static final String WEBHOOK = "wiring.fairlead.dev";

  private static final String NAMESPACES_WEBHOOK = "namespaces.fairlead.dev";

  /// What Fairlead registers for: plural by group and kind.
  private static final Map<String, String> REVIEWED =
      Map.of(
          "/Namespace", "namespaces",
          "/Pod", "pods",
          "/ReplicationController", "replicationcontrollers",
          "/Service", "services",
          "apps/DaemonSet", "daemonsets",
          "apps/Deployment", "deployments",
          "apps/ReplicaSet", "replicasets",
          "apps/StatefulSet", "statefulsets",
          "batch/CronJob", "cronjobs",
          "batch/Job", "jobs");

  private static final JsonMapper JSON = new JsonMapper();

  private final ObjectReader reader;
  private final ManifestCluster cluster;
  private final WebhookCall webhook;
  private final InstantSource clock;
  private final Map<Key, Live> stored = new HashMap<>();
  private final Set<String> namespaces = new HashSet<>(Set.of("default", "kube-system"));

  private record Key(String group, String kind, String namespace, String name) {
    static Key of(ObjectRef ref) {
      return new Key(ref.group(), ref.kind(), ref.namespace(), ref.name());
    }
  }

  /// An object as it was sent, and as it is stored.
  ///
  /// @param wired when its spec was last changed
  private record Live(Map<String, ?> sent, Map<String, ?> object, Instant created, Instant wired) {}

  /// @param cluster what the webhook knows; it is kept in step with what is stored
  public EmbeddedApiServer(
      ObjectReader reader, ManifestCluster cluster, WebhookCall webhook, InstantSource clock) {
    this.reader = reader;
    this.cluster = cluster;
    this.webhook = webhook;
    this.clock = clock;
  }

  /// Makes a namespace without asking anybody.
  public void makeNamespace(String name) {
    namespaces.add(name);
  }

  /// Every namespace there is, by name.
  public List<String> namespaces() {
    return namespaces.stream().sorted().toList();
  }

  /// Creates or updates an object, or only asks whether that would be allowed.
  public Reply apply(Map<String, ?> written, Client client, boolean dryRun) {
    var manifest = client.marked(written);
    var reading = reader.read(manifest, "default");
    var ref = reading.ref();
    var old = stored.get(Key.of(ref));
    var attempt = old == null ? Attempt.CREATE : Attempt.UPDATE;
    if (!reading.malformed().isEmpty()) {
      return Reply.of(refused(reading, attempt));
    }
    if (!ref.namespace().isEmpty() && !namespaces.contains(ref.namespace())) {
      return Reply.of(
          new Refused(
              attempt, "NotFound", "namespaces \"%s\" not found".formatted(ref.namespace())));
    }
    if (old != null && manifest.equals(old.sent())) {
      return Reply.of(new Stored(Change.UNCHANGED));
    }
    var resource = REVIEWED.get(ref.group() + "/" + ref.kind());
    if (resource == null) {
      store(ref, live(manifest, manifest, old), dryRun);
      return Reply.of(new Stored(old == null ? Change.CREATED : Change.CONFIGURED));
    }
    var request = request(ref, resource, manifest, old, client, dryRun);
    Mutated mutated;
    try {
      mutated = mutated(ref, request, manifest);
    } catch (JsonPatchException e) {
      return Reply.of(
          new Refused(attempt, "InternalError", "Internal error occurred: " + e.getMessage()));
    }
    // A patch may leave an object that no API server stores.
    var patched = reader.read(mutated.object(), "default");
    if (!patched.malformed().isEmpty()) {
      return Reply.of(refused(patched, attempt));
    }
    request.setObject(completed(live(manifest, mutated.object(), old), ref));
    var reply = validated(resource, request, attempt);
    if (reply.result() instanceof Stored) {
      store(ref, live(manifest, mutated.object(), old), dryRun);
    }
    return new Reply(
        reply.result(),
        Stream.concat(mutated.warnings().stream(), reply.warnings().stream()).toList());
  }

  private Live live(Map<String, ?> sent, Map<String, ?> object, @Nullable Live old) {
    var now = clock.instant();
    if (old == null) {
      return new Live(sent, object, now, now);
    }
    var sameSpec = Objects.equals(object.get("spec"), old.object().get("spec"));
    return new Live(sent, object, old.created(), sameSpec ? old.wired() : now);
  }

  private void store(ObjectRef ref, Live live, boolean dryRun) {
    if (dryRun) {
      return;
    }
    stored.put(Key.of(ref), live);
    if (ref.kind().equals("Namespace") && ref.group().isEmpty()) {
      namespaces.add(ref.name());
    }
    reader.read(completed(live, ref), "default").object().ifPresent(cluster::put);
  }

  private record Mutated(Map<String, ?> object, List<String> warnings) {}

  /// The object as the mutating webhook leaves it, which the chart registers for the namespaces
  /// that want its fixes.
  private Mutated mutated(ObjectRef ref, AdmissionRequest request, Map<String, ?> manifest) {
    var wanted =
        cluster
            .knownNamespace(ref.namespace())
            .map(namespace -> FixSwitches.of(namespace.metadata().switches()).enabled())
            .orElse(Set.of());
    if (wanted.isEmpty() || ref.kind().equals("Service")) {
      return new Mutated(manifest, List.of());
    }
    var answer = webhook.ask("/mutate", request);
    return new Mutated(patched(manifest, answer.patch()), answer.warnings());
  }

  /// The object with the operations of a JSON Patch (RFC 6902), made by a library: a mistake in
  /// Fairlead's own patches would go unseen if Fairlead's own code applied them.
  private static Map<String, Object> patched(Map<String, ?> manifest, JsonNode patch) {
    try {
      return JSON.convertValue(
          JsonPatch.apply(patch, JSON.valueToTree(manifest)), new TypeReference<>() {});
    } catch (IllegalArgumentException | IllegalStateException e) {
      // The library's other answers to a path that is none, or that leads nowhere.
      throw new JsonPatchException(e.getMessage());
    }
  }

  private static Refused refused(Reading reading, Attempt attempt) {
    var ref = reading.ref();
    var undecodable =
        reading.malformed().stream()
            .filter(m -> m.gravity() == Malformed.Gravity.UNDECODABLE)
            .findFirst();
    return undecodable
        .map(
            malformed ->
                new Refused(
                    attempt,
                    "BadRequest",
                    "%s in version \"%s\" cannot be handled as a %s: %s"
                        .formatted(ref.kind(), ref.apiVersion(), ref.kind(), malformed)))
        .orElseGet(
            () ->
                new Refused(
                    attempt,
                    "Invalid",
                    "%s \"%s\" is invalid: %s"
                        .formatted(ref.kind(), ref.name(), listed(reading.malformed()))));
  }

  private static String listed(List<Malformed> malformed) {
    return malformed.stream().map(Malformed::toString).collect(Collectors.joining(", "));
  }

  private AdmissionRequest request(
      ObjectRef ref,
      String resource,
      Map<String, ?> manifest,
      @Nullable Live old,
      Client client,
      boolean dryRun) {
    var version = ref.apiVersion().substring(ref.apiVersion().indexOf('/') + 1);
    return new AdmissionRequestBuilder()
        .withKind(new GroupVersionKind(ref.group(), ref.kind(), version))
        .withResource(new GroupVersionResource(ref.group(), resource, version))
        .withName(ref.name())
        .withNamespace(ref.namespace())
        .withOperation(old == null ? "CREATE" : "UPDATE")
        .withUserInfo(
            new UserInfoBuilder().withUsername("user").withGroups("system:authenticated").build())
        .withObject(completed(live(manifest, manifest, old), ref))
        .withOldObject(old == null ? null : completed(old, ref))
        .withDryRun(dryRun)
        .withOptions(Map.of("fieldManager", client.fieldManager()))
        .build();
  }

  private Reply validated(String resource, AdmissionRequest request, Attempt attempt) {
    var answer = webhook.ask("/validate", request);
    var result =
        answer.allowed()
            ? new Stored(attempt == Attempt.CREATE ? Change.CREATED : Change.CONFIGURED)
            : new Refused(
                attempt,
                "Forbidden",
                "admission webhook \"%s\" denied the request: %s"
                    .formatted(
                        resource.equals("namespaces") ? NAMESPACES_WEBHOOK : WEBHOOK,
                        answer.message()));
    return new Reply(result, answer.warnings());
  }

  /// The object with what every stored object has.
  private static Map<String, Object> completed(Live live, ObjectRef ref) {
    var manifest = live.object();
    var metadata = new LinkedHashMap<String, Object>();
    if (manifest.get("metadata") instanceof Map<?, ?> written) {
      written.forEach((key, value) -> metadata.put(String.valueOf(key), value));
    }
    if (!ref.namespace().isEmpty()) {
      metadata.put("namespace", ref.namespace());
    }
    var identity = String.join("/", ref.group(), ref.kind(), ref.namespace(), ref.name());
    metadata.put("uid", UUID.nameUUIDFromBytes(identity.getBytes(UTF_8)).toString());
    metadata.putIfAbsent("creationTimestamp", live.created().toString());
    metadata.put("managedFields", List.of(wiredBy(live.wired())));
    var completed = new LinkedHashMap<String, Object>(manifest);
    completed.put("metadata", metadata);
    return completed;
  }

  /// What the API server notes of whoever wrote the spec last.
  private static Map<String, Object> wiredBy(Instant at) {
    var spec = Map.of("f:selector", Map.of(), "f:ports", Map.of());
    return Map.of("manager", "try", "time", at.toString(), "fieldsV1", Map.of("f:spec", spec));
  }
}
