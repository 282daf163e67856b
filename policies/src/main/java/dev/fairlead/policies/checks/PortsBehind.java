package dev.fairlead.policies.checks;

import dev.fairlead.policies.model.Container;
import dev.fairlead.policies.model.ContainerPort;
import dev.fairlead.policies.model.ServicePort;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.model.TargetPort;
import dev.fairlead.policies.model.Workload;
import dev.fairlead.policies.resolve.Backend;
import dev.fairlead.policies.resolve.DeclaredPorts;
import dev.fairlead.policies.resolve.FindPort;
import dev.fairlead.policies.view.ClusterView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What is behind the ports of one Service, and what it proves.
final class PortsBehind {
  private static final String WEBHOOK = "webhook";

  /// The same for each of many findings would be far more than the object itself.
  private static final int MOST_EVIDENCE = 100;

  private final ServiceWiring service;
  private final ClusterView view;
  private final List<Backend> backends;

  /// Live Pods, and templates of makers that are not in view.
  private final List<Workload> copies;

  /// What has been found out about a protocol, once somebody has asked.
  private final Map<String, OfProtocol> byProtocol = new HashMap<>();

  private @Nullable Boolean allUndeclared;
  private @Nullable Boolean severalApps;
  private @Nullable Boolean calledLikeThem;
  private @Nullable Set<Reached> reached;

  /// A container port as traffic reaches it.
  private record Reached(int number, String protocol) {}

  PortsBehind(ServiceWiring service, ClusterView view) {
    this.service = service;
    this.view = view;
    this.backends = view.backendsOrJobs(service);
    this.copies = view.namespace(service.ref().namespace()).copiesSelectedBy(service);
  }

  List<Backend> backends() {
    return backends;
  }

  /// The workloads that do not declare the port, nor do their live Pods.
  List<Backend> lacking(ServicePort port) {
    if (!view.patience().allows(backends.size() + copies.size())) {
      return List.of();
    }
    var namespace = view.namespace(service.ref().namespace());
    var copiesWithIt = copiesThatDeclare(port).toList();
    return backends.stream()
        .filter(backend -> !backend.declares(port))
        .filter(
            backend ->
                copiesWithIt.stream().noneMatch(c -> namespace.isMadeBy(c, backend.workload())))
        .toList();
  }

  private Stream<Workload> copiesThatDeclare(ServicePort port) {
    return copies.stream().filter(copy -> view.portsOf(copy).declaration(port).isPresent());
  }

  /// True where something is behind the Service and nothing of it declares the port.
  boolean isUndeclared(ServicePort port) {
    return !backends.isEmpty()
        && backends.stream().noneMatch(backend -> backend.declares(port))
        && copiesThatDeclare(port).findAny().isEmpty();
  }

  /// True where the workloads say that they are different apps.
  boolean areSeveralApps() {
    var known = severalApps;
    if (known == null) {
      known = new BroadSelector().findings(service, view).findAny().isPresent();
      severalApps = known;
    }
    return known;
  }

  /// What proves that the port is dead; empty where nothing does.
  Optional<Proof> proof(ServicePort port) {
    if (backends.stream().allMatch(backend -> backend.workload().runsToCompletion())
        || !isUndeclared(port)
        || service.isHeadless()
        || !view.knowledgeOf(service.ref().namespace()).isComplete()
        || backends.stream().anyMatch(backend -> backend.injected().isOpen())) {
      return Optional.empty();
    }
    if (isUnderOtherProtocol(port)) {
      return Optional.of(Proof.WRONG_PROTOCOL).filter(_ -> provesWrongProtocol(port));
    }
    if (isMistyped(port)) {
      return Optional.of(Proof.MISTYPED);
    }
    return !isForTheSide(port) && nothingWorks(port)
        ? Optional.of(Proof.NOTHING_WORKS)
        : Optional.empty();
  }

  /// A port for metrics or health is dead on purpose as often as not.
  private boolean isForTheSide(ServicePort port) {
    return SideNames.include(service.ref().name()) || SideNames.include(port.name());
  }

  /// True where some workload declares the name, or the number, under another protocol.
  boolean isUnderOtherProtocol(ServicePort port) {
    return backends.stream()
        .anyMatch(backend -> backend.ports().underAnyProtocol(port.target()).isPresent());
  }

  /// A name, which every workload declares under another protocol, for a port that no other port of
  /// the Service uses.
  private boolean provesWrongProtocol(ServicePort port) {
    return port.target() instanceof TargetPort.ByName
        && backends.stream()
            .map(backend -> backend.ports().underAnyProtocol(port.target()))
            .allMatch(
                declared ->
                    declared.isPresent() && !reached().contains(reached(declared.get().port())));
  }

  private static Reached reached(ContainerPort declared) {
    return new Reached(declared.number(), declared.protocol());
  }

  /// What the ports of the Service reach in any workload.
  private Set<Reached> reached() {
    var known = reached;
    if (known == null) {
      known = new HashSet<>();
      for (var backend : backends) {
        addReached(service, backend.ports(), known);
      }
      reached = known;
    }
    return known;
  }

  private static void addReached(ServiceWiring service, DeclaredPorts ports, Set<Reached> to) {
    for (var port : service.ports()) {
      ports.in(port).ifPresent(number -> to.add(new Reached(number, port.protocol())));
    }
  }

  /// A name that is near the name of an unused port, or has the number of one as the Service's own.
  private boolean isMistyped(ServicePort port) {
    return port.target() instanceof TargetPort.ByName(var name)
        && backends.stream()
            .allMatch(
                backend -> {
                  var behind = of(port.protocol());
                  var idle = behind.idle(backend);
                  return idle.hasNumber(port.port())
                      || idle.hasBeginningOf(name)
                      || behind.namedNear(name, backend).anyMatch(idle::hasName);
                });
  }

  private boolean nothingWorks(ServicePort port) {
    return allAreUndeclared()
        && of(port.protocol()).waitsInVain()
        && switch (port.target()) {
          case TargetPort.ByName _ -> true;
          case TargetPort.ByNumber(var number, _) -> isAstray(port, number);
        };
  }

  private boolean allAreUndeclared() {
    var known = allUndeclared;
    if (known == null) {
      known = service.ports().stream().allMatch(this::isUndeclared);
      allUndeclared = known;
    }
    return known;
  }

  private boolean isAstray(ServicePort port, int number) {
    return backends.stream()
            .allMatch(b -> b.evidence(number, port.protocol()) == Backend.Evidence.ASTRAY)
        && !isOfAnotherKind(number, of(port.protocol()).trafficNumbers());
  }

  /// True where the number is well known for another kind of protocol than the declared ones.
  boolean isOfAnotherKind(int number, Collection<Integer> declared) {
    return !isCalledLikeThem() && WellKnownNumbers.isOfAnotherKind(number, declared);
  }

  /// True where the Service has the name of what is behind it, so that it is for the main protocol:
  /// `redis` for `redis`, but not `gitea-ssh` for `gitea`.
  private boolean isCalledLikeThem() {
    var known = calledLikeThem;
    if (known == null) {
      known =
          backends.stream()
              .allMatch(b -> Near.namesAgree(service.ref().name(), b.workload().ref().name()));
      calledLikeThem = known;
    }
    return known;
  }

  OfProtocol of(String protocol) {
    return byProtocol.computeIfAbsent(protocol, OfProtocol::new);
  }

  /// True for what is meant for the Service's traffic. A port for the API server's calls of a
  /// webhook is meant for a Service that says so.
  private boolean isForTraffic(ContainerPort port) {
    return !SideNames.include(port.name()) && (!port.name().contains(WEBHOOK) || isWebhook());
  }

  private boolean isWebhook() {
    return service.ref().name().contains(WEBHOOK)
        || service.ports().stream().anyMatch(port -> port.name().contains(WEBHOOK));
  }

  /// What a finding about a port of this Service counts as. A headless Service routes nothing, so
  /// its ports matter to few; Prometheus is one of them and takes them from its EndpointSlices.
  Finding weighed(Finding finding, ServicePort port) {
    return service.isHeadless() && !isForTheSide(port) ? finding.asInfo() : finding;
  }

  /// The ports of a workload that some Service sends to.
  private Set<Reached> used(Workload workload) {
    return view.namespace(workload.ref().namespace())
        .once(UsedPorts.class, _ -> new UsedPorts())
        .of(workload, view);
  }

  /// The ports of each workload that some Service of a namespace sends to.
  private static final class UsedPorts {
    private final IdentityHashMap<Workload, Set<Reached>> used = new IdentityHashMap<>();

    synchronized Set<Reached> of(Workload workload, ClusterView view) {
      return used.computeIfAbsent(workload, w -> of(view.selecting(w), w, view));
    }

    private static Set<Reached> of(
        List<ServiceWiring> services, Workload workload, ClusterView view) {
      var reached = new HashSet<Reached>();
      for (var service : services) {
        if (!view.patience().allows(service.ports().size())) {
          return reached;
        }
        addReached(service, view.portsOf(workload), reached);
      }
      return reached;
    }
  }

  /// What is behind the Service under one protocol.
  final class OfProtocol {
    private final String protocol;
    private final IdentityHashMap<Workload, List<ContainerPort>> traffic = new IdentityHashMap<>();
    private final IdentityHashMap<Workload, NearTexts> names = new IdentityHashMap<>();
    private final IdentityHashMap<Workload, Idle> idle = new IdentityHashMap<>();
    private @Nullable Boolean hasIdlePort;
    private @Nullable Boolean waitsInVain;
    private @Nullable Set<Integer> trafficNumbers;

    private OfProtocol(String protocol) {
      this.protocol = protocol;
    }

    /// The declared ports that are meant for the Service's traffic.
    List<ContainerPort> traffic(Backend backend) {
      return traffic.computeIfAbsent(
          backend.workload(),
          _ -> declared(backend).filter(PortsBehind.this::isForTraffic).toList());
    }

    /// The first name that is near, of those that a workload gives to its ports.
    Optional<String> firstNamedNear(String asked, Backend backend) {
      var near = namedNear(asked, backend).collect(Collectors.toSet());
      return near.isEmpty()
          ? Optional.empty()
          : declared(backend).map(ContainerPort::name).filter(near::contains).findFirst();
    }

    /// The names near one, of those that a workload gives to its ports.
    private Stream<String> namedNear(String asked, Backend backend) {
      return names(backend).perhapsNear(asked).stream()
          .filter(name -> Near.between(asked, name) != Near.Nearness.FAR);
    }

    private NearTexts names(Backend backend) {
      return names.computeIfAbsent(
          backend.workload(), _ -> new NearTexts(declared(backend).map(ContainerPort::name)));
    }

    private Stream<ContainerPort> declared(Backend backend) {
      return backend.ports().of(protocol).stream().map(FindPort.Declared::port);
    }

    private Set<Integer> trafficNumbers() {
      var known = trafficNumbers;
      if (known == null) {
        known =
            backends.stream()
                .flatMap(backend -> traffic(backend).stream())
                .map(ContainerPort::number)
                .collect(Collectors.toSet());
        trafficNumbers = known;
      }
      return known;
    }

    private Idle idle(Backend backend) {
      return idle.computeIfAbsent(
          backend.workload(),
          workload -> new Idle(declared(backend).filter(port -> isIdle(port, workload)).toList()));
    }

    private boolean isIdle(ContainerPort port, Workload workload) {
      return !used(workload).contains(reached(port));
    }

    /// True where some workload has a port that nobody uses: one that is meant for traffic, or any
    /// where each container says which it has.
    boolean hasIdlePort() {
      var known = hasIdlePort;
      if (known == null) {
        known =
            backends.stream()
                .anyMatch(
                    backend -> {
                      var ports =
                          backend.everyContainerDeclares(protocol)
                              ? declared(backend)
                              : traffic(backend).stream();
                      return ports.anyMatch(port -> isIdle(port, backend.workload()));
                    });
        hasIdlePort = known;
      }
      return known;
    }

    /// True where each container declares its ports, some are meant for traffic and nobody uses one
    /// of these.
    private boolean waitsInVain() {
      var known = waitsInVain;
      if (known == null) {
        known = backends.stream().allMatch(this::waitsInVain);
        waitsInVain = known;
      }
      return known;
    }

    private boolean waitsInVain(Backend backend) {
      var meant = traffic(backend);
      return backend.everyContainerDeclares(protocol)
          && !meant.isEmpty()
          && meant.stream().allMatch(port -> isIdle(port, backend.workload()));
    }
  }

  /// The ports of a workload that nobody uses.
  private static final class Idle {
    private final Set<Integer> numbers = new HashSet<>();
    private final SortedTexts names;

    Idle(List<ContainerPort> ports) {
      ports.forEach(port -> numbers.add(port.number()));
      this.names = new SortedTexts(ports.stream().map(ContainerPort::name).toList());
    }

    boolean hasNumber(int number) {
      return numbers.contains(number);
    }

    boolean hasName(String name) {
      return names.has(name);
    }

    /// True where one of the names begins with the one asked for, or that with it.
    boolean hasBeginningOf(String asked) {
      return names.haveBeginningOf(asked);
    }
  }

  /// What the workloads behind the Service say about a port, for or against its being dead; the
  /// first of it, where it is more than anybody reads.
  static List<Evidence> evidence(ServicePort port, List<Backend> backends) {
    var evidence = new ArrayList<Evidence>();
    for (var backend : backends) {
      if (evidence.size() >= MOST_EVIDENCE) {
        return evidence.subList(0, MOST_EVIDENCE);
      }
      var workload = backend.workload();
      var ref = workload.ref();
      for (var container : workload.serving()) {
        container.ports().stream()
            .limit(MOST_EVIDENCE)
            .forEach(p -> evidence.add(new Evidence.Declares(ref, container.name(), p)));
        if (!container.declares(port.protocol())) {
          evidence.add(new Evidence.DeclaresNone(ref, container.name(), port.protocol()));
        }
      }
      if (port.target() instanceof TargetPort.ByNumber(var number, _)) {
        if (workload.spokenNumbers().said().contains(number)) {
          evidence.add(new Evidence.Speaks(ref, number));
        }
        workload
            .configuration()
            .forEach(source -> evidence.add(new Evidence.MayConfigure(ref, source)));
      }
      backend.injected().injectors().stream()
          .sorted()
          .forEach(injector -> evidence.add(new Evidence.Injects(ref, injector)));
      backend.injected().containers().stream()
          .map(Container::name)
          .forEach(name -> evidence.add(new Evidence.Added(ref, name)));
    }
    return evidence;
  }
}
