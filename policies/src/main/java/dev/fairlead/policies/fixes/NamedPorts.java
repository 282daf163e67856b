package dev.fairlead.policies.fixes;

import dev.fairlead.policies.fixes.Subject.Sender;
import dev.fairlead.policies.model.Container;
import dev.fairlead.policies.model.ContainerPort;
import dev.fairlead.policies.model.FieldPath;
import dev.fairlead.policies.model.PortRules;
import dev.fairlead.policies.model.TargetPort;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Gives a name to a declared port that has none and that a Service sends traffic to: the Service
/// port's, else IANA's for the number, else `tcp-8080`.
///
/// Sets: `containers[*].ports[*].name` and the same of native sidecars, on entries that are there.
/// Leaves alone: ports that the pod declares twice, ports that Services call by several names, and
/// those whose name a Service or a probe already asks for: whether they mean this port is a guess.
///
/// A name that this fix once added is nobody's in `managedFields`, and gives way where a client
/// gives the same to another port: twice in a container it is refused, twice in a pod the first
/// wins.
final class NamedPorts implements Fix {
  /// A name, and whose it is.
  private record Candidate(String name, String origin) {}

  @Override
  public String id() {
    return "named-ports";
  }

  @Override
  public String mends() {
    return "port-unnamed";
  }

  @Override
  public Proposal proposal(Subject subject, FixSwitches switches) {
    var proposal = new Proposal.Builder(this, subject);
    var taken = declaredNames(subject);
    for (var container : subject.workload().serving()) {
      for (var i = 0; i < container.ports().size(); i++) {
        var port = container.ports().get(i);
        var field = container.path().field("ports").index(i).field("name");
        var senders =
            subject.sendersTo(container, port).stream()
                .filter(sender -> sender.port().target() instanceof TargetPort.ByNumber)
                .toList();
        if (givesWay(subject, container, port)) {
          rename(port, senders, field, taken, proposal);
        } else if (port.name().isEmpty() && !senders.isEmpty()) {
          name(subject, port, senders, field, taken, proposal);
        }
      }
    }
    return proposal.build();
  }

  /// Of ordinary init containers too: a name that means one thing in a pod is easier to follow.
  private static Set<String> declaredNames(Subject subject) {
    var names = new HashSet<String>();
    for (var container : subject.workload().containers()) {
      container.ports().stream().map(ContainerPort::name).forEach(names::add);
    }
    return names;
  }

  private static boolean givesWay(Subject subject, Container container, ContainerPort port) {
    return !port.name().isEmpty()
        && subject.isNameTwice(port.name())
        && ManagedFields.lackName(subject, container, port);
  }

  private static void rename(
      ContainerPort port,
      List<Sender> senders,
      FieldPath field,
      Set<String> taken,
      Proposal.Builder proposal) {
    var why =
        "\"%s\", which Fairlead had added, is now written at another port".formatted(port.name());
    var free = free(port, senders, taken);
    if (senders.isEmpty() || free.isEmpty()) {
      proposal.change(new PatchOperation.Remove(field), "taken away: " + why);
      return;
    }
    taken.add(free.get().name());
    proposal.change(
        new PatchOperation.Replace(field, free.get().name()),
        "changed to \"%s\": %s".formatted(free.get().name(), why));
  }

  private static Optional<Candidate> free(
      ContainerPort port, List<Sender> senders, Set<String> taken) {
    return candidates(port, senders).filter(c -> !taken.contains(c.name())).findFirst();
  }

  private static void name(
      Subject subject,
      ContainerPort port,
      List<Sender> senders,
      FieldPath field,
      Set<String> taken,
      Proposal.Builder proposal) {
    var free =
        candidates(port, senders)
            .filter(candidate -> !taken.contains(candidate.name()))
            .findFirst();
    var obstacle = obstacle(subject, port, senders, field, free);
    if (obstacle.isPresent()) {
      proposal.leave(field, obstacle.get());
      return;
    }
    free.ifPresent(
        candidate -> {
          taken.add(candidate.name());
          proposal.change(
              new PatchOperation.Add(field, candidate.name()),
              "set to \"%s\", %s".formatted(candidate.name(), candidate.origin()));
        });
  }

  private static Optional<String> obstacle(
      Subject subject,
      ContainerPort port,
      List<Sender> senders,
      FieldPath field,
      Optional<Candidate> free) {
    if (subject.isWritten(field)) {
      return Optional.of("it is written, but empty");
    }
    if (subject.declaresTwice(port)) {
      return Optional.of("the pod declares %d/%s twice".formatted(port.number(), port.protocol()));
    }
    var names = senders.stream().map(s -> s.port().name()).filter(n -> !n.isEmpty()).distinct();
    var called = names.sorted().toList();
    if (called.size() > 1) {
      return Optional.of(
          "Services call it both \"%s\" and \"%s\"".formatted(called.get(0), called.get(1)));
    }
    if (free.isEmpty()) {
      return Optional.of("every name for it is taken in the pod");
    }
    return askedFor(subject, free.get().name());
  }

  private static Optional<String> askedFor(Subject subject, String name) {
    var byService =
        subject
            .askingFor(name)
            .map(
                sender ->
                    sender.name() + " targets \"%s\", which nothing declares".formatted(name));
    return byService.or(
        () ->
            subject
                .probing(name)
                .map(
                    c ->
                        "a probe of \"%s\" asks for \"%s\", which nothing declares"
                            .formatted(c.name(), name)));
  }

  private static Stream<Candidate> candidates(ContainerPort port, List<Sender> senders) {
    var services =
        senders.stream()
            .filter(sender -> PortRules.isName(sender.port().name()))
            .map(
                sender -> new Candidate(sender.port().name(), "as " + sender.name() + " calls it"));
    var registered =
        WellKnownPorts.name(port.number(), port.protocol()).stream()
            .map(name -> new Candidate(name, "IANA's name for " + spelled(port)));
    var plain = port.protocol().toLowerCase(Locale.ROOT) + "-" + port.number();
    return Stream.of(
            services, registered, Stream.of(new Candidate(plain, "after " + spelled(port))))
        .flatMap(some -> some)
        .filter(candidate -> PortRules.isName(candidate.name()));
  }

  private static String spelled(ContainerPort port) {
    return port.number() + "/" + port.protocol();
  }
}
