package dev.fairlead.webhook.settle.writing;

import dev.fairlead.policies.model.ObjectRef;
import dev.fairlead.policies.model.PodTrouble;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.webhook.api.ClusterUnavailable;
import dev.fairlead.webhook.api.LeaderSeat;
import dev.fairlead.webhook.cluster.ClusterState;
import dev.fairlead.webhook.cluster.LiveCluster;
import dev.fairlead.webhook.cluster.ServiceStatus;
import dev.fairlead.webhook.cluster.WiredCondition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// What settle reads and writes of a cluster, besides what reviews read.
///
/// Methods that ask the API server fail with [ClusterUnavailable] where it does not answer, or
/// refuses.
public interface SettledCluster {
  /// The side of a cluster that settle works on; empty where there is nothing to write to.
  static Optional<SettledCluster> of(ClusterState cluster) {
    return cluster instanceof LiveCluster live
        ? Optional.of(new LiveSettledCluster(live.server(), live.settled()))
        : Optional.empty();
  }

  /// Calls for each namespace in which something has changed that takes part in wiring; on any
  /// thread, and more often than needed.
  void follow(Consumer<String> changed);

  /// The namespaces that hold Services or workloads.
  Set<String> namespaces();

  /// Empty where there is no such Service.
  Optional<ServiceStatus> status(ObjectRef service);

  /// Begins to watch EndpointSlices.
  void watchEndpoints();

  /// Ends that, and forgets them.
  void forgetEndpoints();

  /// How many endpoints of each Service of a namespace are ready, without those that have none;
  /// empty while that is not known.
  Optional<Map<String, Integer>> readyEndpoints(String namespace);

  /// Asks why the Pods that a Service selects are not ready.
  List<PodTrouble> troubles(ServiceWiring service);

  /// What became of a condition that was to be written.
  enum Written {
    STORED,
    /// There is no such Service any more.
    GONE
  }

  /// Writes our condition, or takes it away, and touches nothing else.
  Written write(ObjectRef service, String uid, Optional<WiredCondition> condition);

  /// Tells an Event once.
  void tell(ServiceEvent event);

  /// Takes part in choosing who settles.
  ///
  /// @param gained is called once it is us, and `lost` once it no longer is
  AutoCloseable lead(LeaderSeat seat, Runnable gained, Runnable lost);

  /// Stores a report of a namespace, or takes it away.
  ///
  /// @param report empty: there is to be none
  /// @return false where the cluster knows no such kind
  boolean report(ReportKind kind, String namespace, Map<String, ?> report);

  /// The namespaces that have a report of ours; empty where the cluster knows no such kind.
  Optional<Set<String>> reported(ReportKind kind);
}
