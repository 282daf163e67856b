package dev.fairlead.policies.checks;

import dev.fairlead.policies.model.Container;
import dev.fairlead.policies.model.ContainerPort;
import dev.fairlead.policies.model.ServicePort;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.model.TargetPort;
import dev.fairlead.policies.model.Workload;
import dev.fairlead.policies.resolve.Backend;
import dev.fairlead.policies.resolve.FindPort;
import dev.fairlead.policies.view.ClusterView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What is behind the ports of one Service, and what it proves.
final class PortsBehind {
  private static final String WEBHOOK = "webhook";

  private final ServiceWiring service;
  private final ClusterView view;
  private final List<Backend> backends;

  /// Live Pods, and templates of makers that are not in view.
  private final List<Workload> copies;

  /// The ports of each workload that some Service sends to, once somebody has asked.
  private final IdentityHashMap<Workload, Set<Reached>> used = new IdentityHashMap<>();

  private @Nullable Boolean allUndeclared;

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
    return copies.stream().filter(copy -> FindPort.declaration(copy, port).isPresent());
  }

  /// True where something is behind the Service and nothing of it declares the port.
  boolean isUndeclared(ServicePort port) {
    return !backends.isEmpty()
        && backends.stream().noneMatch(backend -> backend.declares(port))
        && copiesThatDeclare(port).findAny().isEmpty();
  }

  /// True where the workloads say that they are different apps.
  boolean areSeveralApps() {
    return new BroadSelector().findings(service, view).findAny().isPresent();
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
        .anyMatch(backend -> underOtherProtocol(backend.workload(), port).isPresent());
  }

  static Optional<FindPort.Declared> underOtherProtocol(Workload workload, ServicePort port) {
    return FindPort.declared(
            workload,
            declared ->
                switch (port.target()) {
                  case TargetPort.ByName(var name) -> declared.name().equals(name);
                  case TargetPort.ByNumber(var number, _) -> declared.number() == number;
                })
        .findFirst();
  }

  /// A name, which every workload declares under another protocol, for a port that no other port of
  /// the Service uses.
  private boolean provesWrongProtocol(ServicePort port) {
    return port.target() instanceof TargetPort.ByName
        && backends.stream()
            .map(backend -> underOtherProtocol(backend.workload(), port))
            .allMatch(
                declared ->
                    declared.isPresent()
                        && service.ports().stream()
                            .filter(other -> !other.equals(port))
                            .noneMatch(other -> reaches(other, declared.get().port(), backends)));
  }

  private static boolean reaches(ServicePort port, ContainerPort declared, List<Backend> backends) {
    return port.protocol().equals(declared.protocol())
        && backends.stream()
            .map(backend -> FindPort.in(backend.workload(), port))
            .anyMatch(number -> number.isPresent() && number.getAsInt() == declared.number());
  }

  /// A name that is near the name of an unused port, or has the number of one as the Service's own.
  private boolean isMistyped(ServicePort port) {
    return port.target() instanceof TargetPort.ByName(var name)
        && backends.stream()
            .map(Backend::workload)
            .allMatch(
                workload ->
                    idle(workload, port.protocol())
                        .anyMatch(p -> isMeant(p, name) || p.number() == port.port()));
  }

  static boolean isMeant(ContainerPort declared, String asked) {
    var name = declared.name();
    return Near.between(asked, name) != Near.Nearness.FAR
        || (!name.isEmpty() && (asked.startsWith(name) || name.startsWith(asked)));
  }

  private boolean nothingWorks(ServicePort port) {
    return allAreUndeclared()
        && backends.stream().allMatch(backend -> waitsInVain(backend, port.protocol()))
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

  /// True where each container declares its ports, some are meant for traffic and nobody uses one
  /// of these.
  private boolean waitsInVain(Backend backend, String protocol) {
    var traffic = traffic(backend.workload(), protocol).toList();
    return backend.everyContainerDeclares(protocol)
        && !traffic.isEmpty()
        && traffic.stream().allMatch(port -> isIdle(port, backend.workload()));
  }

  private boolean isAstray(ServicePort port, int number) {
    var declared =
        backends.stream()
            .flatMap(backend -> traffic(backend.workload(), port.protocol()))
            .map(ContainerPort::number)
            .toList();
    return backends.stream()
            .allMatch(b -> b.evidence(number, port.protocol()) == Backend.Evidence.ASTRAY)
        && !isOfAnotherKind(number, declared);
  }

  /// True where the number is well known for another kind of protocol than the declared ones.
  boolean isOfAnotherKind(int number, List<Integer> declared) {
    return !isCalledLikeThem() && WellKnownNumbers.isOfAnotherKind(number, declared);
  }

  /// True where the Service has the name of what is behind it, so that it is for the main protocol:
  /// `redis` for `redis`, but not `gitea-ssh` for `gitea`.
  private boolean isCalledLikeThem() {
    return backends.stream()
        .allMatch(b -> Near.namesAgree(service.ref().name(), b.workload().ref().name()));
  }

  /// The declared ports that are meant for the Service's traffic. One for the API server's calls of
  /// a webhook is meant for a Service that says so.
  Stream<ContainerPort> traffic(Workload workload, String protocol) {
    return declared(workload, protocol)
        .filter(port -> !SideNames.include(port.name()))
        .filter(port -> !port.name().contains(WEBHOOK) || isWebhook());
  }

  private boolean isWebhook() {
    return service.ref().name().contains(WEBHOOK)
        || service.ports().stream().anyMatch(port -> port.name().contains(WEBHOOK));
  }

  static Stream<ContainerPort> declared(Workload workload, String protocol) {
    return FindPort.declared(workload, port -> port.protocol().equals(protocol))
        .map(FindPort.Declared::port);
  }

  /// True where some workload has a port that nobody uses: one that is meant for traffic, or any
  /// where each container says which it has.
  boolean hasIdlePort(String protocol) {
    return backends.stream()
        .anyMatch(
            backend -> {
              var workload = backend.workload();
              var ports =
                  backend.everyContainerDeclares(protocol)
                      ? declared(workload, protocol)
                      : traffic(workload, protocol);
              return ports.anyMatch(port -> isIdle(port, workload));
            });
  }

  /// What a finding about a port of this Service counts as. A headless Service routes nothing, so
  /// its ports matter to few; Prometheus is one of them and takes them from its EndpointSlices.
  Finding weighed(Finding finding, ServicePort port) {
    return service.isHeadless() && !isForTheSide(port) ? finding.asInfo() : finding;
  }

  private Stream<ContainerPort> idle(Workload workload, String protocol) {
    return declared(workload, protocol).filter(port -> isIdle(port, workload));
  }

  private boolean isIdle(ContainerPort declared, Workload workload) {
    return !used.computeIfAbsent(workload, this::usedPorts)
        .contains(new Reached(declared.number(), declared.protocol()));
  }

  private Set<Reached> usedPorts(Workload workload) {
    var reached = new HashSet<Reached>();
    for (var other : view.selecting(workload)) {
      for (var port : other.ports()) {
        FindPort.in(workload, port)
            .ifPresent(number -> reached.add(new Reached(number, port.protocol())));
      }
    }
    return reached;
  }

  /// What the workloads behind the Service say about a port, for or against its being dead.
  static List<Evidence> evidence(ServicePort port, List<Backend> backends) {
    var evidence = new ArrayList<Evidence>();
    for (var backend : backends) {
      var workload = backend.workload();
      var ref = workload.ref();
      for (var container : workload.serving()) {
        container
            .ports()
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
