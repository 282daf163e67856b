package dev.fairlead.policies.view;

import dev.fairlead.policies.model.ServiceReference;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.model.Workload;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Where a reference to a Service points, as the cluster's DNS would resolve it.
public sealed interface Pointer {
  /// At a Service that is there.
  record There(ServiceWiring service) implements Pointer {}

  /// At no Service; `namespace` is where it would have to be.
  record Nowhere(String name, String namespace) implements Pointer {}

  /// A bare name, which is looked up in the caller's own namespace, of Services that are in others.
  record OnlyElsewhere(String name, List<ServiceWiring> services) implements Pointer {
    public OnlyElsewhere {
      services = List.copyOf(services);
    }
  }

  /// At something that need not be a Service, or in a namespace of which nothing is known.
  record CannotTell() implements Pointer {}

  /// Domains outside the cluster, which a namespace may be called like.
  Set<String> TOP_LEVEL_DOMAINS =
      Set.of("ai", "app", "cloud", "co", "com", "dev", "io", "internal", "local", "net", "org");

  static Pointer of(ServiceReference reference, Workload workload, ClusterView view) {
    var host = withoutClusterDomain(reference.host());
    var own = workload.ref().namespace();
    if (host.endsWith(".svc")) {
      var labels = List.of(host.substring(0, host.length() - ".svc".length()).split("\\.", -1));
      return switch (labels.size()) {
        case 2 -> at(labels.get(0), labels.get(1), view);
        // A Pod of a headless Service.
        case 3 -> at(labels.get(1), labels.get(2), view);
        default -> new CannotTell();
      };
    }
    var labels = List.of(host.split("\\.", -1));
    return switch (labels.size()) {
      case 1 -> bare(host, own, view);
      case 2 -> withNamespace(labels.get(0), labels.get(1), own, view);
      case 3 -> there(labels.get(1), labels.get(2), view).orElseGet(CannotTell::new);
      default -> new CannotTell();
    };
  }

  private static String withoutClusterDomain(String host) {
    var domain = ".cluster.local";
    return host.endsWith(".svc" + domain)
        ? host.substring(0, host.length() - domain.length())
        : host;
  }

  private static Pointer at(String name, String namespace, ClusterView view) {
    return there(name, namespace, view)
        .orElseGet(() -> knows(namespace, view) ? new Nowhere(name, namespace) : new CannotTell());
  }

  /// What Kubernetes itself brings to a namespace is in no files.
  private static boolean knows(String namespace, ClusterView view) {
    return view.scope() == Scope.CLUSTER
        ? view.knowsServicesOf(namespace)
        : !namespace.startsWith("kube-");
  }

  private static Optional<Pointer> there(String name, String namespace, ClusterView view) {
    return view.servicesNamed(name).stream()
        .filter(service -> service.ref().namespace().equals(namespace))
        .findFirst()
        .map(There::new);
  }

  private static Pointer bare(String name, String own, ClusterView view) {
    var there = there(name, own, view);
    if (there.isPresent()) {
      return there.get();
    }
    if (isPodOfStatefulSet(name, own, view)) {
      return new CannotTell();
    }
    var elsewhere = view.servicesNamed(name);
    return elsewhere.isEmpty() ? new Nowhere(name, own) : new OnlyElsewhere(name, elsewhere);
  }

  /// A Pod knows itself by its own name.
  private static boolean isPodOfStatefulSet(String name, String namespace, ClusterView view) {
    var dash = name.lastIndexOf('-');
    return dash > 0
        && name.length() > dash + 1
        && name.chars().skip(dash + 1L).allMatch(c -> c >= '0' && c <= '9')
        && view.namespace(namespace)
            .once(StatefulSets.class, StatefulSets::in)
            .names()
            .contains(name.substring(0, dash));
  }

  /// The names of what numbers its Pods.
  record StatefulSets(Set<String> names) {
    public StatefulSets {
      names = Set.copyOf(names);
    }

    static StatefulSets in(NamespaceView namespace) {
      return new StatefulSets(
          namespace.workloads().stream()
              .filter(workload -> workload.ordinals().isPresent())
              .map(workload -> workload.ref().name())
              .collect(Collectors.toSet()));
    }
  }

  /// `db.prod`, which may as well be a Pod of a headless Service, or a host outside the cluster.
  private static Pointer withNamespace(
      String name, String namespace, String own, ClusterView view) {
    var there = there(name, namespace, view).or(() -> there(namespace, own, view));
    if (there.isPresent()) {
      return there.get();
    }
    return isNamespace(namespace, own, view) && !TOP_LEVEL_DOMAINS.contains(namespace)
        ? new Nowhere(name, namespace)
        : new CannotTell();
  }

  private static boolean isNamespace(String name, String own, ClusterView view) {
    return name.equals(own) || view.hasNamespace(name);
  }
}
