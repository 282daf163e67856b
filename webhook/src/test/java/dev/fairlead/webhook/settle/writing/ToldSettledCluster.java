package dev.fairlead.webhook.settle.writing;

import dev.fairlead.policies.model.ObjectRef;
import dev.fairlead.policies.model.PodTrouble;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.webhook.api.ClusterUnavailable;
import dev.fairlead.webhook.api.LeaderSeat;
import dev.fairlead.webhook.cluster.ServiceStatus;
import dev.fairlead.webhook.cluster.WiredCondition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// A cluster in memory that notes each request, and refuses those that it is told to.
final class ToldSettledCluster implements SettledCluster {
  final Map<ObjectRef, ServiceStatus> services = new ConcurrentHashMap<>();

  /// Services that are gone, though the watch has not told it yet.
  final Set<ObjectRef> gone = ConcurrentHashMap.newKeySet();

  final List<PodTrouble> troubles = new CopyOnWriteArrayList<>();

  /// The namespaces with a report, of each kind that is installed.
  final Map<ReportKind, Map<String, Map<String, ?>>> reports = new ConcurrentHashMap<>();

  /// Each request as one word and what it was about, those that were refused too.
  final List<String> asked = new CopyOnWriteArrayList<>();

  final List<ServiceEvent> events = new CopyOnWriteArrayList<>();
  private final Map<String, RuntimeException> refusals = new ConcurrentHashMap<>();

  /// Has requests fail from now on.
  ///
  /// @param word the first by which they are noted
  void refuse(String word, RuntimeException failure) {
    refusals.put(word, failure);
  }

  void allowAll() {
    refusals.clear();
  }

  void install(ReportKind kind, String... standing) {
    var namespaces = new ConcurrentHashMap<String, Map<String, ?>>();
    for (var namespace : standing) {
      namespaces.put(namespace, Map.of("name", "of an earlier leader"));
    }
    reports.put(kind, namespaces);
  }

  boolean hasReport(ReportKind kind, String namespace) {
    return reports.getOrDefault(kind, Map.of()).containsKey(namespace);
  }

  private void ask(String word, Object about) {
    asked.add(word + " " + about);
    var refusal = refusals.get(word);
    if (refusal != null) {
      throw refusal;
    }
  }

  @Override
  public Optional<ServiceStatus> status(ObjectRef service) {
    return Optional.ofNullable(services.get(service));
  }

  @Override
  public List<PodTrouble> troubles(ServiceWiring service) {
    ask("troubles", service.ref().name());
    return List.copyOf(troubles);
  }

  @Override
  public Written write(ObjectRef service, String uid, Optional<WiredCondition> condition) {
    ask("write", service.name() + " " + condition.map(WiredCondition::reason).orElse("nothing"));
    var status = services.get(service);
    if (status == null || !status.uid().equals(uid) || gone.contains(service)) {
      return Written.GONE;
    }
    services.put(service, new ServiceStatus(uid, status.version() + 1, condition));
    return Written.STORED;
  }

  @Override
  public void tell(ServiceEvent event) {
    ask("tell", event.service().name() + " " + event.reason());
    events.add(event);
  }

  @Override
  public boolean report(ReportKind kind, String namespace, Map<String, ?> report) {
    ask(kind.kind(), namespace + (report.isEmpty() ? " nothing" : ""));
    var installed = reports.get(kind);
    if (installed == null) {
      return false;
    }
    if (report.isEmpty()) {
      installed.remove(namespace);
    } else {
      installed.put(namespace, report);
    }
    return true;
  }

  @Override
  public Optional<Set<String>> reported(ReportKind kind) {
    ask("reported", kind.kind());
    return Optional.ofNullable(reports.get(kind)).map(Map::keySet).map(Set::copyOf);
  }

  /// The requests that were made since this was last called.
  List<String> takeAsked() {
    var taken = new ArrayList<>(asked);
    asked.clear();
    return taken;
  }

  @Override
  public void follow(Consumer<String> changed) {
    throw notAsked();
  }

  @Override
  public Set<String> namespaces() {
    throw notAsked();
  }

  @Override
  public void watchEndpoints() {
    throw notAsked();
  }

  @Override
  public void forgetEndpoints() {
    throw notAsked();
  }

  @Override
  public Optional<Map<String, Integer>> readyEndpoints(String namespace) {
    throw notAsked();
  }

  @Override
  public AutoCloseable lead(LeaderSeat seat, Runnable gained, Runnable lost) {
    throw notAsked();
  }

  private static UnsupportedOperationException notAsked() {
    return new UnsupportedOperationException("whoever writes does not ask for this");
  }

  /// The API server does not answer.
  static ClusterUnavailable silence() {
    return new ClusterUnavailable("no answer within 10000 ms");
  }
}
