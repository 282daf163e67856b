package dev.fairlead.cli.plan;

import dev.fairlead.policies.checks.CheckKind;
import dev.fairlead.policies.checks.Checks;
import dev.fairlead.policies.checks.Finding;
import dev.fairlead.policies.checks.Severity;
import dev.fairlead.policies.judge.Level;
import dev.fairlead.policies.judge.Overrides;
import dev.fairlead.policies.model.ObjectRef;
import dev.fairlead.policies.model.ServiceWiring;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds what to do instead. A way that changes the order or the steps counts only if it was walked
/// and loses nothing.
final class Alternatives {
  /// How many Services get alternatives that are walked; the others get words alone.
  private static final int MOST_WALKED = 20;

  private final Side before;
  private final Side after;
  private final SideReader reader;
  private final List<Step> steps;
  private final Walk walk;

  Alternatives(Side before, Side after, SideReader reader, List<Step> steps, Walk walk) {
    this.before = before;
    this.after = after;
    this.reader = reader;
    this.steps = steps;
    this.walk = walk;
  }

  List<Advice> advice() {
    var losing = new LinkedHashMap<ObjectRef, List<PortHistory>>();
    for (var history : walk.losses()) {
      losing.computeIfAbsent(history.port().service(), _ -> new ArrayList<>()).add(history);
    }
    var about = new LinkedHashSet<>(losing.keySet());
    waivers().forEach(waiver -> about.add(waiver.object()));
    var advice = new ArrayList<Advice>();
    for (var object : about) {
      var alternatives = new ArrayList<Alternative>();
      var lost = losing.getOrDefault(object, List.of());
      if (!lost.isEmpty()) {
        alternatives.addAll(without(object, lost, advice.size() < MOST_WALKED));
      }
      alternatives.addAll(through(object));
      advice.add(new Advice(object, alternatives));
    }
    return advice;
  }

  private Stream<Admission.Waiver> waivers() {
    return walk.refusedAt(Level.GUARD).stream()
        .flatMap(step -> step.at(Level.GUARD).waivers().stream())
        .distinct();
  }

  private List<Alternative> through(ObjectRef object) {
    return waivers()
        .filter(waiver -> waiver.object().sameObject(object))
        .map(
            waiver ->
                new Alternative(
                    Alternative.Kind.OVERRIDE,
                    "to let it through as it is, say why on %s".formatted(object),
                    List.of(
                        Alternative.Part.of(
                            "%s%s: <reason>".formatted(Overrides.PREFIX, waiver.check())))))
        .toList();
  }

  private List<Alternative> without(ObjectRef service, List<PortHistory> lost, boolean walked) {
    if (lost.stream().anyMatch(history -> history.result() == PortResult.LOST)) {
      return List.of(mend(service));
    }
    var alternatives = new ArrayList<Alternative>();
    if (walked) {
      new Orders(steps, walk, reader.client()).of(service).ifPresent(alternatives::add);
      inPhases(service, lost).ifPresent(alternatives::add);
    }
    if (alternatives.isEmpty()) {
      alternatives.add(
          new Alternative(
              Alternative.Kind.EXPAND_AND_CONTRACT,
              "make three releases of it",
              List.of(
                  Alternative.Part.of("add the new label or port beside the old"),
                  Alternative.Part.of("switch " + service),
                  Alternative.Part.of("take the old label or port away"))));
    }
    return alternatives;
  }

  private Alternative mend(ObjectRef ref) {
    var view = walk.end().known();
    var findings =
        view.namespace(ref.namespace()).service(ref.name()).stream()
            .flatMap(service -> Checks.of(service, view))
            .filter(finding -> finding.check().kind() == CheckKind.WIRING)
            .filter(finding -> finding.severity() != Severity.INFO)
            .map(Finding::message)
            .map(Alternative.Part::of)
            .toList();
    return new Alternative(
        Alternative.Kind.MEND,
        "%s is not wired at the end either: bring what it asks for, or leave what it reaches"
            .formatted(ref),
        findings);
  }

  private Optional<Alternative> inPhases(ObjectRef service, List<PortHistory> lost) {
    var earlier = pair(before, service, walk.begin());
    var later = pair(after, service, walk.end());
    if (earlier.isEmpty()
        || later.isEmpty()
        || !earlier.get().workload().identity().equals(later.get().workload().identity())) {
      return Optional.empty();
    }
    var workload = later.get().workload();
    if (steps.stream()
        .filter(Step::changesFixedSelector)
        .anyMatch(step -> step.identity().equals(workload.identity()))) {
      return Optional.of(anotherWorkload(service, workload.ref()));
    }
    var ports = lost.stream().map(PortHistory::port).toList();
    return Stream.concat(
            new LabelPhases(earlier.get(), later.get(), reader).candidates(),
            new PortPhases(earlier.get(), later.get(), ports, reader).candidates())
        .map(phases -> changing(phases, earlier.get()))
        .filter(phases -> losesNothing(phases, earlier.get(), service))
        .findFirst()
        .map(Alternatives::way);
  }

  /// The way around a workload whose selector stays as it is.
  private static Alternative anotherWorkload(ObjectRef service, ObjectRef workload) {
    return new Alternative(
        Alternative.Kind.EXPAND_AND_CONTRACT,
        "make three releases of it",
        List.of(
            Alternative.Part.of(
                "add a %s of another name, whose Pods carry the new labels"
                    .formatted(workload.kind())),
            Alternative.Part.of("switch " + service),
            Alternative.Part.of("delete " + workload)));
  }

  /// A Service and the one workload behind it.
  private static Optional<Pair> pair(Side side, ObjectRef ref, ReleaseState moment) {
    var view = moment.known();
    var selected =
        view.namespace(ref.namespace()).service(ref.name()).stream()
            .flatMap(service -> view.selectedBy(service).stream())
            .toList();
    if (selected.size() != 1) {
      return Optional.empty();
    }
    return find(side, ref)
        .filter(service -> service.object() instanceof ServiceWiring)
        .flatMap(
            service ->
                find(side, selected.getFirst().ref()).map(workload -> new Pair(service, workload)));
  }

  private static Optional<PlannedObject> find(Side side, ObjectRef ref) {
    return side.objects().stream().filter(object -> object.ref().sameObject(ref)).findFirst();
  }

  /// Without those that change nothing.
  private static List<Phase> changing(List<Phase> phases, Pair earlier) {
    var service = earlier.service();
    var workload = earlier.workload();
    var changing = new ArrayList<Phase>();
    for (var phase : phases) {
      var isService = phase.object().identity().equals(service.identity());
      if (phase.object().asksForTheSameAs(isService ? service : workload)) {
        continue;
      }
      changing.add(phase);
      service = isService ? phase.object() : service;
      workload = isService ? workload : phase.object();
    }
    return changing;
  }

  private boolean losesNothing(List<Phase> phases, Pair earlier, ObjectRef service) {
    var now = new LinkedHashMap<Identity, PlannedObject>();
    now.put(earlier.service().identity(), earlier.service());
    now.put(earlier.workload().identity(), earlier.workload());
    var sends = new ArrayList<Step>();
    for (var phase : phases) {
      var identity = phase.object().identity();
      sends.add(
          SendOrder.update(Optional.ofNullable(now.get(identity)), phase.object())
              .inStage(sends.size()));
      now.put(identity, phase.object());
    }
    return isBetter(Walk.of(walk.begin(), sends, reader.client()), walk, service);
  }

  /// True where a Service keeps its wiring, no other loses what it did not lose anyway, and guard
  /// refuses nothing that it did not refuse anyway.
  static boolean isBetter(Walk other, Walk walk, ObjectRef service) {
    var lost = walk.losses().stream().map(PortHistory::port).toList();
    var refused = walk.refusedAt(Level.GUARD).stream().map(p -> p.step().identity()).toList();
    return other.losses().stream()
            .map(PortHistory::port)
            .allMatch(port -> lost.contains(port) && !port.service().equals(service))
        && other.refusedAt(Level.GUARD).stream()
            .map(p -> p.step().identity())
            .allMatch(id -> refused.contains(id) && !id.equals(Identity.of(service)));
  }

  private static Alternative way(List<Phase> phases) {
    return new Alternative(
        Alternative.Kind.EXPAND_AND_CONTRACT,
        "make %d releases of it, each once the Pods of the one before are replaced"
            .formatted(phases.size()),
        phases.stream()
            .map(phase -> new Alternative.Part(phase.text(), phase.manifest()))
            .toList());
  }
}
