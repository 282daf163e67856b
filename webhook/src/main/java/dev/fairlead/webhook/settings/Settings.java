package dev.fairlead.webhook.settings;

import dev.fairlead.certs.RotationSettings;
import dev.fairlead.policies.judge.Level;
import dev.fairlead.policies.judge.Overrides;
import dev.fairlead.policies.model.FieldPath;
import dev.fairlead.policies.model.PodMakers;
import dev.fairlead.webhook.cluster.Disclosure;
import dev.fairlead.webhook.logs.LogFormat;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Everything that can be set, each in one place; [SettingsReader] has names, defaults and limits.
///
/// @param settle empty: nothing is judged again, and nothing is written to Services
public record Settings(
    Listen listen,
    Cluster cluster,
    Judging judging,
    Exempt exempt,
    People people,
    Controllers controllers,
    CustomKinds customKinds,
    Disclosure disclosure,
    Limits limits,
    Optional<Settle> settle,
    Certificates certificates,
    LogFormat logFormat) {

  /// Where the server is reached.
  ///
  /// @param port for API servers; 0 takes any that is free
  /// @param managementPort for kubelets and operators; 0 takes any that is free
  /// @param managementAccess who may read more there than whether it lives and is ready
  /// @param certDir where the certificates are; empty: in the Secret that replicas share, and
  ///   without one they are made for this run only
  public record Listen(
      String address,
      int port,
      int managementPort,
      ManagementAccess managementAccess,
      Optional<Path> certDir) {}

  /// Who may read metrics and the details of readiness.
  public enum ManagementAccess {
    /// Everybody, over plain HTTP.
    ANYONE,
    /// Whoever shows a token, over TLS, and may get `/metrics` by the API server's word.
    AUTHORIZED
  }

  /// Where the objects come from.
  ///
  /// @param kubeconfig empty: the cluster it runs in, or else what `KUBECONFIG` says
  /// @param state manifests that stand in for a cluster
  /// @param namespace our own
  public record Cluster(Optional<Path> kubeconfig, Optional<Path> state, String namespace) {}

  /// How changes are judged.
  ///
  /// @param level of namespaces without a label
  /// @param window how long what admission let pass may take to settle
  /// @param overrides the levels at which an object's reason lets its findings through
  public record Judging(Level level, Duration window, Set<Level> overrides) {
    public Judging {
      overrides = Set.copyOf(overrides);
    }

    /// What an object's reason counts for in a namespace of this level.
    public Overrides overridesAt(Level level) {
      return overrides.contains(level) ? Overrides.HONOURED : Overrides.IGNORED;
    }
  }

  /// Whose changes are never judged.
  public record Exempt(Set<String> namespaces, Set<String> users, Set<String> groups) {
    public Exempt {
      namespaces = Set.copyOf(namespaces);
      users = Set.copyOf(users);
      groups = Set.copyOf(groups);
    }
  }

  /// By what the clients are known that people type and click in; all others are pipelines.
  ///
  /// @param fieldManagers one that ends in `*` stands for all that begin so
  public record People(Set<String> fieldManagers) {
    public People {
      fieldManagers = Set.copyOf(fieldManagers);
    }
  }

  /// Users that rewrite the selectors of live Services as their trade; their Services are never
  /// judged.
  public record Controllers(Set<String> users) {
    public Controllers {
      users = Set.copyOf(users);
    }
  }

  /// Which certificates are shown, and which must be.
  ///
  /// @param shared empty: they come from files, or are made for this run
  /// @param clients who may post reviews; empty: whoever reaches the port
  public record Certificates(Optional<Shared> shared, Optional<Clients> clients) {
    /// A Secret that replicas share and renew.
    ///
    /// @param configurations selects the webhook configurations that are to trust them
    public record Shared(String secret, String configurations, RotationSettings rotation) {}

    /// Clients that show a certificate.
    ///
    /// @param authorities a file with those that issue it
    /// @param names of which one must stand in it
    public record Clients(Path authorities, Set<String> names) {
      public Clients {
        names = Set.copyOf(names);
      }
    }
  }

  /// What is known of kinds that Kubernetes does not bring itself.
  ///
  /// @param podless further API groups, and kinds (`example.com/Widget`), that make no Pods
  /// @param templates where further kinds keep their pod template
  /// @param refresh how often the API server is asked for its kinds
  public record CustomKinds(
      Set<String> podless, Map<String, FieldPath> templates, Duration refresh) {
    public CustomKinds {
      podless = Set.copyOf(podless);
      templates = Map.copyOf(templates);
    }

    /// All that is known of kinds that make Pods, or none.
    public PodMakers podMakers() {
      return PodMakers.COMMON.and(podless, templates);
    }
  }

  /// How what admission let pass is judged again.
  ///
  /// @param lease the name of the Lease by which replicas choose who does so
  /// @param leaseTime how long a replica that says nothing any more still holds it
  /// @param writesPerSecond how many requests that write may be sent
  /// @param dnsServices the Services of the cluster's DNS, as `namespace/name`
  public record Settle(
      String lease, Duration leaseTime, int writesPerSecond, Set<String> dnsServices) {
    public Settle {
      dnsServices = Set.copyOf(dnsServices);
    }
  }

  /// Bounds on time and work.
  ///
  /// @param confirmTimeout how long a live read before a denial may take
  /// @param drainTime how long what is under way may take once the server stops
  /// @param maxInFlight how many reviews may be under way at once
  /// @param maxConnections how many connections API servers and others may have open at once
  /// @param bodyTimeout how long the body of a call may take to arrive
  /// @param staleAfter how long a watch may be broken until what it showed counts no longer
  public record Limits(
      Duration confirmTimeout,
      Duration drainTime,
      int maxInFlight,
      int maxConnections,
      Duration bodyTimeout,
      Duration staleAfter) {}
}
