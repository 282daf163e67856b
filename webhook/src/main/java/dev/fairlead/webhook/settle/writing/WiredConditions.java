package dev.fairlead.webhook.settle.writing;

import dev.fairlead.policies.model.ObjectRef;
import dev.fairlead.webhook.api.ApiKind;
import dev.fairlead.webhook.api.ApiPath;
import dev.fairlead.webhook.api.ApiServer;
import dev.fairlead.webhook.api.Ceiling;
import dev.fairlead.webhook.api.ClusterUnavailable;
import dev.fairlead.webhook.api.JsonAnswer;
import dev.fairlead.webhook.api.JsonTree;
import dev.fairlead.webhook.api.Refused;
import dev.fairlead.webhook.cluster.WiredCondition;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What settle has written into a cluster, for `fairlead conditions remove`: the condition
/// `fairlead.dev/Wired` of Services, and reports.
///
/// Every method fails with [ClusterUnavailable] where the API server does not answer, or refuses.
public final class WiredConditions implements AutoCloseable {
  private final ApiServer server;

  private WiredConditions(ApiServer server) {
    this.server = server;
  }

  /// Opens a connection, and makes sure that somebody answers.
  ///
  /// @param kubeconfig empty: the cluster that this runs in, else what kubectl would talk to
  public static WiredConditions connect(
      Optional<Path> kubeconfig, Map<String, String> environment) {
    var server = ApiServer.connect(kubeconfig, environment);
    var problem = server.problem();
    if (problem.isPresent()) {
      server.close();
      throw new ClusterUnavailable(problem.get());
    }
    return new WiredConditions(server);
  }

  /// A Service that has the condition.
  public record Holder(ObjectRef service, String uid) {
    private static Holder of(Map<String, @Nullable Object> service) {
      var metadata = service.get("metadata") instanceof Map<?, ?> map ? map : Map.of();
      return new Holder(
          new ObjectRef(
              "v1",
              "Service",
              JsonTree.text(metadata, "namespace"),
              JsonTree.text(metadata, "name")),
          JsonTree.text(metadata, "uid"));
    }
  }

  /// The Services that have it.
  ///
  /// @param namespace empty: all
  public List<Holder> holders(Optional<String> namespace) {
    var path = namespace.map(ApiKind.SERVICES::path).orElseGet(ApiKind.SERVICES::path);
    return holders(path, "");
  }

  private List<Holder> holders(ApiPath path, String selector) {
    var holders = new ArrayList<Holder>();
    var _ =
        server.list(
            path.with("fieldSelector", selector),
            new JsonAnswer.Reads(Set.of("conditions"), Set.of()),
            LiveSettledCluster.PATIENCE,
            Ceiling.none(),
            service -> {
              if (WiredCondition.isIn(service)) {
                holders.add(Holder.of(service));
              }
            });
    return holders;
  }

  /// Takes the condition away, and nothing else.
  ///
  /// @return false where the Service is gone
  public boolean remove(Holder holder) {
    try {
      var stored =
          LiveSettledCluster.apply(server, holder.service(), holder.uid(), Optional.empty());
      if (WiredCondition.isIn(stored)) {
        throw new ClusterUnavailable(
            "another field manager than %s has written the condition too, so it stays"
                .formatted(LiveSettledCluster.MANAGER));
      }
      return true;
    } catch (Refused e) {
      if (LiveSettledCluster.meansGone(e) && !isThere(holder)) {
        return false;
      }
      throw e;
    }
  }

  private boolean isThere(Holder holder) {
    var service = holder.service();
    return holders(ApiKind.SERVICES.path(service.namespace()), "metadata.name=" + service.name())
        .contains(holder);
  }

  /// The namespaces that have a report of ours; none where the cluster knows no such kind.
  ///
  /// @param namespace empty: all
  public Set<String> reported(ReportKind kind, Optional<String> namespace) {
    return LiveSettledCluster.reported(server, namespace.map(kind::path).orElseGet(kind::path))
        .orElse(Set.of());
  }

  /// Takes our report of a namespace away.
  ///
  /// @return false where it is gone
  public boolean removeReport(ReportKind kind, String namespace) {
    var path = kind.path(namespace).and(LiveSettledCluster.MANAGER);
    try {
      server.send("DELETE", path, ApiServer.JSON, Map.of(), LiveSettledCluster.PATIENCE);
      return true;
    } catch (Refused e) {
      if (e.isNotFound()) {
        return false;
      }
      throw e;
    }
  }

  /// Who settles now, and would write the condition again; empty where nobody does.
  public Optional<String> leader(String namespace, String lease, Instant now) {
    var path =
        ApiPath.of("apis", "coordination.k8s.io", "v1", "namespaces", namespace, "leases", lease);
    return server
        .read(path, Lease.class, LiveSettledCluster.PATIENCE)
        .map(Lease::getSpec)
        .filter(spec -> isHeld(spec, now))
        .map(LeaseSpec::getHolderIdentity);
  }

  private static boolean isHeld(LeaseSpec lease, Instant now) {
    return lease.getHolderIdentity() != null
        && !lease.getHolderIdentity().isEmpty()
        && lease.getRenewTime() != null
        && lease.getLeaseDurationSeconds() != null
        && lease
            .getRenewTime()
            .toInstant()
            .plusSeconds(lease.getLeaseDurationSeconds())
            .isAfter(now);
  }

  @Override
  public void close() {
    server.close();
  }
}
