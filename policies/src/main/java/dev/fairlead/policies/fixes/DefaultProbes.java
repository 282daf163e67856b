package dev.fairlead.policies.fixes;

import dev.fairlead.policies.fixes.Subject.Sender;
import dev.fairlead.policies.model.Container;
import dev.fairlead.policies.model.ContainerPort;
import dev.fairlead.policies.model.FieldPath;
import dev.fairlead.policies.model.Probe;
import dev.fairlead.policies.model.ServiceWiring.Exposure;
import dev.fairlead.policies.model.ServiceWiring.Readiness;
import dev.fairlead.policies.model.Workload;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Gives a readiness probe to a container that has none and owns the one declared TCP port to which
/// Services send: Ready means that the port opens. Where the Namespace says at which path and port
/// applications tell their health, and the container declares that port, readiness and liveness
/// come from there.
///
/// Sets: `readinessProbe`; with a path also `livenessProbe`. Leaves alone: Pods with readiness
/// gates, Services that publish addresses which are not ready, StatefulSets whose Pods may have to
/// find each other first, containers with several such ports, ports that the pod declares twice,
/// and those whose other probes speak of another port, or of none.
///
/// A probe that this fix once added, and whose port the container no longer declares, would keep
/// its Pods from ever being ready: it follows the port, or goes. See docs/decisions/0008.
final class DefaultProbes implements Fix {
  private static final String TCP = "TCP";
  private static final List<String> PORT_HANDLERS = List.of("grpc", "httpGet", "tcpSocket");
  private static final List<String> HANDLERS = List.of("exec", "grpc", "httpGet", "tcpSocket");

  @Override
  public String id() {
    return "default-probes";
  }

  @Override
  public String mends() {
    return "readiness-probe-missing";
  }

  @Override
  public Proposal proposal(Subject subject, FixSwitches switches) {
    var proposal = new Proposal.Builder(this, subject);
    for (var container : subject.workload().serving()) {
      new OfContainer(subject, container, switches, proposal).propose();
    }
    return proposal.build();
  }

  private record OfContainer(
      Subject subject, Container container, FixSwitches switches, Proposal.Builder proposal) {
    void propose() {
      List.of(Probe.Kind.READINESS, Probe.Kind.LIVENESS).forEach(this::giveWay);
      var stale = stale();
      var probes = new EnumMap<Probe.Kind, DefaultProbe>(Probe.Kind.class);
      if (!container.has(Probe.Kind.READINESS) || stale.containsKey(Probe.Kind.READINESS)) {
        wanted(stale.keySet()).forEach(probe -> probes.put(kind(probe), probe));
      }
      stale.forEach((kind, probe) -> replaceOrRemove(kind, probe, probes));
      probes.forEach(
          (kind, probe) -> {
            if (!container.has(kind)) {
              var to = probe.text() + reason(probe);
              proposal.change(new PatchOperation.Add(path(kind), probe.tree()), "set to " + to);
            }
          });
    }

    private void replaceOrRemove(
        Probe.Kind kind, DefaultProbe probe, Map<Probe.Kind, DefaultProbe> probes) {
      var why =
          "it was Fairlead's own, on port %d, which is no longer declared"
              .formatted(probe.portNumber());
      var next = Optional.ofNullable(probes.get(kind));
      proposal.change(
          next.<PatchOperation>map(n -> new PatchOperation.Replace(path(kind), n.tree()))
              .orElseGet(() -> new PatchOperation.Remove(path(kind))),
          next.map(n -> "changed to %s: %s".formatted(n.text(), why)).orElse("taken away: " + why));
    }

    /// Leaves of a probe with two handlers what clients have written.
    private void giveWay(Probe.Kind kind) {
      if (!(subject.at(path(kind)).orElse(null) instanceof Map<?, ?> probe)
          || HANDLERS.stream().filter(probe::containsKey).count() < 2) {
        return;
      }
      var written = new LinkedHashMap<String, Object>();
      probe.forEach(
          (field, value) -> {
            var name = String.valueOf(field);
            if (!ManagedFields.lackField(subject, container, kind.field(), name)) {
              written.put(name, value);
            }
          });
      var handlers = HANDLERS.stream().filter(written::containsKey).toList();
      if (handlers.size() == 1) {
        proposal.change(
            new PatchOperation.Replace(path(kind), written),
            "left with the %s that is written, without what Fairlead had added"
                .formatted(handlers.getFirst()));
      }
    }

    private static Probe.Kind kind(DefaultProbe probe) {
      return switch (probe) {
        case DefaultProbe.Tcp _ -> Probe.Kind.READINESS;
        case DefaultProbe.Http(_, var kind) -> kind;
      };
    }

    private FieldPath path(Probe.Kind kind) {
      return container.path().field(kind.field());
    }

    /// What an earlier run of this fix added, for a port that is gone since.
    private Map<Probe.Kind, DefaultProbe> stale() {
      var stale = new EnumMap<Probe.Kind, DefaultProbe>(Probe.Kind.class);
      for (var kind : List.of(Probe.Kind.READINESS, Probe.Kind.LIVENESS)) {
        if (subject.at(path(kind)).orElse(null) instanceof Map<?, ?> tree) {
          DefaultProbe.in(tree, kind)
              .filter(probe -> !declares(probe.portNumber()))
              .filter(_ -> ManagedFields.lackProbe(subject, container, kind.field()))
              .ifPresent(probe -> stale.put(kind, probe));
        }
      }
      return stale;
    }

    private boolean declares(int number) {
      return container.ports().stream()
          .anyMatch(port -> port.number() == number && port.protocol().equals(TCP));
    }

    /// The probes to add; of none there may be a note.
    private List<DefaultProbe> wanted(Set<Probe.Kind> stale) {
      if (subject.workload().readinessGates() == Workload.ReadinessGates.SOME) {
        return List.of();
      }
      var targeted = container.ports().stream().filter(port -> !senders(port).isEmpty()).toList();
      if (targeted.isEmpty()) {
        noteUndeclared();
        return List.of();
      }
      var http = switches.http().filter(probe -> declares(probe.port()));
      var port = http.map(HttpProbe::port).orElse(targeted.getFirst().number());
      var obstacle = obstacle(targeted, http, port, stale);
      if (obstacle.isPresent()) {
        leave(obstacle.get());
        return List.of();
      }
      if (http.isEmpty()) {
        return List.of(new DefaultProbe.Tcp(port));
      }
      var readiness = new DefaultProbe.Http(http.get(), Probe.Kind.READINESS);
      return isWritten(Probe.Kind.LIVENESS) && !stale.contains(Probe.Kind.LIVENESS)
          ? List.of(readiness)
          : List.of(readiness, new DefaultProbe.Http(http.get(), Probe.Kind.LIVENESS));
    }

    /// The Services whose endpoints hang on readiness and that send to this port over TCP.
    private List<Sender> senders(ContainerPort port) {
      return port.protocol().equals(TCP)
          ? subject.sendersTo(container, port).stream()
              .filter(sender -> sender.service().readiness() == Readiness.READY_ONLY)
              .toList()
          : List.of();
    }

    private Optional<String> obstacle(
        List<ContainerPort> targeted, Optional<HttpProbe> http, int port, Set<Probe.Kind> stale) {
      if (switches.wrong().isPresent()) {
        return switches.wrong();
      }
      if (isWritten(Probe.Kind.READINESS) && !stale.contains(Probe.Kind.READINESS)) {
        return Optional.of("it is written, but empty");
      }
      var numbers = targeted.stream().map(ContainerPort::number).distinct().toList();
      if (http.isEmpty() && numbers.size() > 1) {
        return Optional.of(
            "Services send to %d ports of the container, %d and %d among them"
                .formatted(numbers.size(), numbers.get(0), numbers.get(1)));
      }
      var meant = new HashSet<>(targeted);
      var twice =
          container.ports().stream()
              .filter(p -> meant.contains(p) || p.number() == port)
              .filter(subject::declaresTwice)
              .findFirst();
      if (twice.isPresent()) {
        return Optional.of("the pod declares %d/TCP twice".formatted(twice.get().number()));
      }
      if (hasPeers()) {
        return Optional.of("its Pods may need to find each other before the port opens");
      }
      return List.of(Probe.Kind.STARTUP, Probe.Kind.LIVENESS).stream()
          .filter(kind -> !stale.contains(kind))
          .flatMap(kind -> contradiction(kind, port).stream())
          .findFirst();
    }

    /// Members of one cluster that look each other up in DNS, where only those appear that are
    /// ready, and that are started one after the other, each once the one before it is ready.
    private boolean hasPeers() {
      return subject.workload().ordinals().filter(o -> o.replicas() > 1).isPresent()
          && subject.services().stream().anyMatch(s -> s.exposure() == Exposure.HEADLESS);
    }

    private boolean isWritten(Probe.Kind kind) {
      return subject.isWritten(path(kind));
    }

    /// What another probe says that does not go with a probe of this port.
    private Optional<String> contradiction(Probe.Kind kind, int port) {
      if (!(subject.at(path(kind)).orElse(null) instanceof Map<?, ?> probe)) {
        return Optional.empty();
      }
      for (var handler : PORT_HANDLERS) {
        if (probe.get(handler) instanceof Map<?, ?> action) {
          var number = number(action.get("port"));
          return number.filter(n -> n == port).isPresent()
              ? Optional.empty()
              : Optional.of("its %s asks port %s".formatted(kind.field(), action.get("port")));
        }
      }
      return Optional.of("its %s asks no port".formatted(kind.field()));
    }

    /// A name is looked up as the kubelet does: in the container itself, under any protocol.
    private Optional<Integer> number(@Nullable Object port) {
      return switch (port) {
        case Number number -> Optional.of(number.intValue());
        case String name ->
            container.ports().stream()
                .filter(p -> p.name().equals(name))
                .map(ContainerPort::number)
                .findFirst();
        case null, default -> Optional.empty();
      };
    }

    /// Where a pod's only container declares no port, it gets the traffic, but whether it is TCP
    /// that it answers is not written anywhere.
    private void noteUndeclared() {
      if (subject.workload().serving().size() > 1 || !container.ports().isEmpty()) {
        return;
      }
      subject
          .senders()
          .filter(sender -> sender.port().protocol().equals(TCP))
          .filter(sender -> sender.service().readiness() == Readiness.READY_ONLY)
          .findFirst()
          .ifPresent(
              sender ->
                  leave("the container declares no port, to which " + sender.name() + " sends"));
    }

    private void leave(String why) {
      proposal.leave(path(Probe.Kind.READINESS), why);
    }

    private String reason(DefaultProbe probe) {
      return switch (probe) {
        case DefaultProbe.Http _ ->
            ", as Namespace %s says".formatted(subject.workload().ref().namespace());
        case DefaultProbe.Tcp(var number) ->
            container.ports().stream()
                .filter(port -> port.number() == number)
                .flatMap(port -> senders(port).stream())
                .findFirst()
                .map(sender -> ", to which %s sends".formatted(sender.name()))
                .orElse("");
      };
    }
  }
}
