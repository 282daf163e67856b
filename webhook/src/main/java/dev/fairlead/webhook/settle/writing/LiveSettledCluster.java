package dev.fairlead.webhook.settle.writing;

import dev.fairlead.policies.model.ObjectRef;
import dev.fairlead.policies.model.PodTrouble;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.webhook.api.ApiKind;
import dev.fairlead.webhook.api.ApiPath;
import dev.fairlead.webhook.api.ApiServer;
import dev.fairlead.webhook.api.Ceiling;
import dev.fairlead.webhook.api.JsonAnswer;
import dev.fairlead.webhook.api.LeaderSeat;
import dev.fairlead.webhook.api.Refused;
import dev.fairlead.webhook.cluster.ServiceStatus;
import dev.fairlead.webhook.cluster.SettledState;
import dev.fairlead.webhook.cluster.WiredCondition;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What settle reads and writes, on a real cluster.
final class LiveSettledCluster implements SettledCluster {
  /// Our field manager: what it applied before and leaves out now is taken away.
  static final String MANAGER = "fairlead";

  static final Duration PATIENCE = Duration.ofSeconds(10);

  /// More Pods than anybody reads about.
  private static final int MOST_PODS = 20;

  private static final int CONFLICT = 409;
  private static final int INVALID = 422;
  private static final DateTimeFormatter MICRO_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final ApiServer server;
  private final SettledState state;

  LiveSettledCluster(ApiServer server, SettledState state) {
    this.server = server;
    this.state = state;
  }

  @Override
  public void follow(Consumer<String> changed) {
    state.follow(changed);
  }

  @Override
  public Set<String> namespaces() {
    return state.namespaces();
  }

  @Override
  public Optional<ServiceStatus> status(ObjectRef service) {
    return state.status(service);
  }

  @Override
  public void watchEndpoints() {
    state.watchEndpoints();
  }

  @Override
  public void forgetEndpoints() {
    state.forgetEndpoints();
  }

  @Override
  public Optional<Map<String, Integer>> readyEndpoints(String namespace) {
    return state.readyEndpoints(namespace);
  }

  @Override
  public List<PodTrouble> troubles(ServiceWiring service) {
    var selector =
        new TreeMap<>(service.selector())
            .entrySet().stream()
                .map(pair -> pair.getKey() + "=" + pair.getValue())
                .collect(Collectors.joining(","));
    var path =
        ApiPath.of("api", "v1", "namespaces", service.ref().namespace(), "pods")
            .with("limit", MOST_PODS)
            .with("labelSelector", selector);
    try (var answer = server.get(path, ApiServer.JSON, PATIENCE)) {
      return items(answer.document()).stream().flatMap(pod -> PodTrouble.of(pod).stream()).toList();
    }
  }

  private static List<Map<String, ?>> items(Map<String, @Nullable Object> list) {
    var items = new ArrayList<Map<String, ?>>();
    for (var item : list.get("items") instanceof List<?> found ? found : List.of()) {
      if (item instanceof Map<?, ?> object) {
        var tree = new LinkedHashMap<String, @Nullable Object>();
        object.forEach((name, value) -> tree.put(String.valueOf(name), value));
        items.add(tree);
      }
    }
    return items;
  }

  /// The API server answers 422 where there is no such Service: it would have to make one of what
  /// is sent. Another uid, of a Service made anew, is a conflict.
  @Override
  public Written write(ObjectRef service, String uid, Optional<WiredCondition> condition) {
    try {
      state.stored(service, ServiceStatus.of(apply(server, service, uid, condition)));
      return Written.STORED;
    } catch (Refused e) {
      if (meansGone(e)) {
        return Written.GONE;
      }
      throw e;
    }
  }

  /// Writes our condition, or takes it away, and returns the Service as it is stored then.
  static Map<String, @Nullable Object> apply(
      ApiServer server, ObjectRef service, String uid, Optional<WiredCondition> condition) {
    var path =
        ApiKind.SERVICES
            .path(service.namespace())
            .and(service.name(), "status")
            .with("fieldManager", MANAGER)
            .with("force", true);
    var body = applied(service, uid, condition);
    return server.send("PATCH", path, ApiServer.APPLY, body, PATIENCE);
  }

  /// The Service as far as we manage it: its identity and our condition, or none.
  static Service applied(ObjectRef service, String uid, Optional<WiredCondition> condition) {
    var object =
        new ServiceBuilder()
            .withNewMetadata()
            .withName(service.name())
            .withNamespace(service.namespace())
            .withUid(uid)
            .endMetadata();
    condition.ifPresent(
        wired ->
            object.withNewStatus().withConditions(LiveSettledCluster.typed(wired)).endStatus());
    return object.build();
  }

  private static Condition typed(WiredCondition wired) {
    return new ConditionBuilder()
        .withType(WiredCondition.TYPE)
        .withStatus(wired.status().text())
        .withReason(wired.reason())
        .withMessage(wired.message())
        .withLastTransitionTime(wired.since().toString())
        .withObservedGeneration(wired.fingerprint() == 0 ? null : wired.fingerprint())
        .build();
  }

  static boolean meansGone(Refused answer) {
    return answer.isNotFound() || answer.code() == INVALID || answer.code() == CONFLICT;
  }

  @Override
  public void tell(ServiceEvent event) {
    var namespace = event.service().namespace();
    var path = ApiPath.of("apis", "events.k8s.io", "v1", "namespaces", namespace, "events");
    try {
      server.send("POST", path, ApiServer.JSON, typed(event), PATIENCE);
    } catch (Refused e) {
      if (e.code() != CONFLICT) { // it has been told
        throw e;
      }
    }
  }

  /// A time as the API server reads a `MicroTime`: with six digits after the second, zeros too
  /// (kubernetes/apimachinery, pkg/apis/meta/v1/micro_time.go).
  static String microTime(Instant time) {
    return MICRO_TIME.format(time);
  }

  static Event typed(ServiceEvent event) {
    var service = event.service();
    return new EventBuilder()
        .withNewMetadata()
        .withName(event.name())
        .withNamespace(service.namespace())
        .endMetadata()
        .withNewEventTime(microTime(event.time()))
        .withType(event.type().text())
        .withReason(event.reason())
        .withAction("Settle")
        .withNote(event.note())
        .withReportingController("fairlead.dev/settle")
        .withReportingInstance(MANAGER)
        .withNewRegarding()
        .withApiVersion(service.apiVersion())
        .withKind(service.kind())
        .withName(service.name())
        .withNamespace(service.namespace())
        .withUid(event.uid())
        .endRegarding()
        .build();
  }

  @Override
  public AutoCloseable lead(LeaderSeat seat, Runnable gained, Runnable lost) {
    return server.elect(seat, gained, lost);
  }

  /// Merged, not applied: a CRD of an earlier version may not know each of our fields, which an API
  /// server then drops from what is merged, and refuses in what is applied.
  @Override
  public boolean report(ReportKind kind, String namespace, Map<String, ?> report) {
    var collection = kind.path(namespace);
    var path = collection.and(MANAGER);
    try {
      if (report.isEmpty()) {
        server.send("DELETE", path, ApiServer.JSON, Map.of(), PATIENCE);
      } else {
        server.send("PATCH", path.with("fieldManager", MANAGER), ApiServer.MERGE, report, PATIENCE);
      }
      return true;
    } catch (Refused e) {
      if (!e.isNotFound()) {
        throw e;
      }
    }
    return report.isEmpty() || create(collection.with("fieldManager", MANAGER), report);
  }

  private boolean create(ApiPath path, Map<String, ?> object) {
    try {
      server.send("POST", path, ApiServer.JSON, object, PATIENCE);
      return true;
    } catch (Refused e) {
      if (e.isNotFound()) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public Optional<Set<String>> reported(ReportKind kind) {
    return reported(server, kind.path());
  }

  /// The namespaces that have a report of ours; empty where there is no such path.
  static Optional<Set<String>> reported(ApiServer server, ApiPath path) {
    var namespaces = new HashSet<String>();
    try {
      var _ =
          server.list(
              path.with("fieldSelector", "metadata.name=" + MANAGER),
              JsonAnswer.Reads.LEAST,
              PATIENCE,
              Ceiling.none(),
              tree -> namespaces.add(namespace(tree)));
      return Optional.of(namespaces);
    } catch (Refused e) {
      if (e.isNotFound()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static String namespace(Map<String, @Nullable Object> tree) {
    return tree.get("metadata") instanceof Map<?, ?> metadata
            && metadata.get("namespace") instanceof String namespace
        ? namespace
        : "";
  }
}
