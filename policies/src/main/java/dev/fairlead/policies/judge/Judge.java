package dev.fairlead.policies.judge;

import dev.fairlead.policies.checks.Certainty;
import dev.fairlead.policies.checks.CheckKind;
import dev.fairlead.policies.checks.Checks;
import dev.fairlead.policies.checks.Finding;
import dev.fairlead.policies.checks.Severity;
import dev.fairlead.policies.model.KubernetesObject;
import dev.fairlead.policies.model.Metadata.Trait;
import dev.fairlead.policies.model.NamespaceSwitches;
import dev.fairlead.policies.model.OtherObject;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.model.Workload;
import dev.fairlead.policies.view.ClusterView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Judges a change by what it breaks: the findings after it, less those before it, each by how it
/// came about.
public final class Judge {
  private final Change change;
  private final ClusterView before;
  private final ClusterView after;
  private final Circumstances circumstances;

  private Judge(Change change, ClusterView now, Circumstances circumstances) {
    this.change = change;
    this.before = change.before().map(now::with).orElseGet(() -> now.without(change.after()));
    this.after = now.with(change.after());
    this.circumstances = circumstances;
  }

  /// The verdict on a change to what exists `now`.
  public static Verdict judge(Change change, ClusterView now, Circumstances circumstances) {
    return judges(change, circumstances)
        ? new Judge(change, now, circumstances).verdict()
        : Verdict.SILENT;
  }

  /// False for changes about which nothing is ever said.
  public static boolean judges(Change change, Circumstances circumstances) {
    return circumstances.level() != Level.OFF && !isNotJudged(change.after());
  }

  private static boolean isNotJudged(KubernetesObject object) {
    return switch (object) {
      case ServiceWiring service -> service.metadata().is(Trait.DELETING);
      case Workload workload ->
          workload.metadata().is(Trait.DELETING)
              || workload.metadata().is(Trait.HELM_HOOK)
              || workload.ownedCopy();
      case NamespaceSwitches _, OtherObject _ -> true;
    };
  }

  private Verdict verdict() {
    var findings =
        switch (change.after()) {
          case ServiceWiring service -> around(service);
          case Workload workload -> around(workload);
          case NamespaceSwitches _, OtherObject _ -> Stream.<Finding>empty();
        };
    return new Verdict(
        findings
            .filter(finding -> finding.severity() != Severity.INFO)
            .flatMap(finding -> judgement(finding).stream())
            .toList());
  }

  /// What sits at a changed Service, and what is new at the workloads that it selects.
  private Stream<Finding> around(ServiceWiring service) {
    var atWorkloads =
        after.selectedBy(service).stream()
            .flatMap(workload -> Checks.of(workload, after).filter(f -> isNew(f, workload)));
    return Stream.concat(Checks.of(service, after), atWorkloads);
  }

  private boolean isNew(Finding finding, Workload workload) {
    return Checks.of(workload, before).noneMatch(finding::sameMistake);
  }

  /// What sits at a changed workload, and at every Service that selects it, did so before, or
  /// nearly does.
  private Stream<Finding> around(Workload workload) {
    var atServices =
        affectedServices(workload).stream()
            .flatMap(
                service -> Checks.of(service, after).filter(finding -> concerns(finding, service)));
    return Stream.concat(Checks.of(workload, after), atServices);
  }

  private List<ServiceWiring> affectedServices(Workload workload) {
    var affected = new LinkedHashMap<String, ServiceWiring>();
    Stream.of(
            servicesBefore().stream(),
            after.selecting(workload).stream(),
            unmatched(workload).stream())
        .flatMap(services -> services)
        .forEach(service -> affected.putIfAbsent(service.ref().name(), service));
    return List.copyOf(affected.values());
  }

  /// The Services that select nothing and may have meant the workload; few of all those that select
  /// nothing, each of which would be held against every workload.
  private List<ServiceWiring> unmatched(Workload workload) {
    return after.namespace(workload.ref().namespace()).unmatched().stream()
        .filter(service -> Checks.mayBeMeant(workload, service, after))
        .toList();
  }

  /// The Services that selected the workload as it was.
  private List<ServiceWiring> servicesBefore() {
    return change
        .before()
        .map(old -> old instanceof Workload workload ? before.selecting(workload) : null)
        .orElse(List.of());
  }

  /// Of a Service that selects nothing only what the changed workload has to do with: it was cut,
  /// or is the nearest.
  private boolean concerns(Finding finding, ServiceWiring service) {
    return !after.selectedBy(service).isEmpty()
        || !before.selectedBy(service).isEmpty()
        || finding.related().stream().anyMatch(change.after().ref()::sameObject);
  }

  private Optional<Judgement> judgement(Finding finding) {
    var arrival = arrival(finding);
    return outcome(finding, arrival)
        .map(
            outcome ->
                allowedBecause(finding)
                    .map(
                        reason ->
                            new Judgement(finding, arrival, Outcome.ALLOWED, Optional.of(reason)))
                    .orElseGet(() -> new Judgement(finding, arrival, outcome)));
  }

  /// The reason that the changed object gives, or the object at which the finding sits.
  private Optional<String> allowedBecause(Finding finding) {
    var overrides = circumstances.overrides();
    return overrides
        .reason(finding.check(), change.after().metadata())
        .or(() -> objectAt(finding).flatMap(o -> overrides.reason(finding.check(), o.metadata())));
  }

  /// A Service, or one of the workloads that a changed Service selects.
  private Optional<? extends KubernetesObject> objectAt(Finding finding) {
    return change.after() instanceof ServiceWiring changed
            && !finding.object().sameObject(changed.ref())
        ? after.selectedBy(changed).stream()
            .filter(workload -> workload.ref().sameObject(finding.object()))
            .findFirst()
        : serviceAt(finding, after);
  }

  private static Optional<ServiceWiring> serviceAt(Finding finding, ClusterView view) {
    var ref = finding.object();
    return ref.kind().equals("Service")
        ? view.namespace(ref.namespace()).service(ref.name())
        : Optional.empty();
  }

  private Arrival arrival(Finding finding) {
    return switch (finding.check().kind()) {
      case FACT -> wasThere(finding) ? Arrival.STANDING : Arrival.FACT;
      case ADVICE, LIVE -> wasThere(finding) ? Arrival.STANDING : arrivalOfOther();
      case WIRING -> arrivalOfWiring(finding);
    };
  }

  private boolean wasThere(Finding finding) {
    var atService = serviceAt(finding, before).stream().flatMap(s -> Checks.of(s, before));
    var atWorkload =
        change.before().orElse(null) instanceof Workload workload
            ? Checks.of(workload, before)
            : Stream.<Finding>empty();
    return Stream.concat(atService, atWorkload).anyMatch(finding::sameMistake);
  }

  private Arrival arrivalOfOther() {
    return change.after() instanceof ServiceWiring
        ? Arrival.SERVICE_ARRIVES
        : Arrival.WORKLOAD_ARRIVES;
  }

  private Arrival arrivalOfWiring(Finding finding) {
    var now = serviceAt(finding, after);
    var earlier = serviceAt(finding, before);
    if (now.isEmpty() || earlier.isEmpty()) {
      return arrivalOfOther();
    }
    return new WiringChange(earlier.get(), before, now.get(), after)
        .arrival(finding, arrivalOfOther());
  }

  /// Empty where the namespace does not want to hear of this check.
  private Optional<Outcome> outcome(Finding finding, Arrival arrival) {
    var wanted = Optional.ofNullable(circumstances.checks().get(finding.check().id()));
    if (wanted.filter(level -> level == CheckLevel.OFF).isPresent()) {
      return Optional.empty();
    }
    var canDeny =
        finding.certainty() == Certainty.PROVEN
            && finding.check().kind() != CheckKind.ADVICE
            && arrival != Arrival.STANDING
            && change.after().metadata().controller().isEmpty();
    if (!canDeny) {
      return Optional.of(Outcome.WARN);
    }
    return Optional.of(
        wanted
            .map(level -> level == CheckLevel.DENY ? Outcome.DENY : Outcome.WARN)
            .orElseGet(() -> byLevel(finding, arrival)));
  }

  /// The table of docs/how-it-decides.md, for proven findings.
  private Outcome byLevel(Finding finding, Arrival arrival) {
    var strict = circumstances.level() == Level.STRICT;
    if (circumstances.level() == Level.WARN) {
      return Outcome.WARN;
    }
    return switch (arrival) {
      case FACT -> Outcome.DENY;
      case CUT -> strict || !isRollback() ? Outcome.DENY : Outcome.WARN;
      case WORKLOAD_ARRIVES ->
          strict || circumstances.run() == Run.REAL ? Outcome.DENY : Outcome.WARN;
      case SERVICE_ARRIVES -> strict ? strictly(finding) : guarding(finding);
      case STANDING -> Outcome.WARN;
    };
  }

  private boolean isRollback() {
    return change.after() instanceof Workload workload
        && before.namespace(workload.ref().namespace()).isRollback(workload);
  }

  private Outcome strictly(Finding finding) {
    var awaits = Switches.awaitsWorkload(change.after().metadata());
    return awaits && nothingNear(finding) ? Outcome.SETTLE : Outcome.DENY;
  }

  private Outcome guarding(Finding finding) {
    return circumstances.sender() == Sender.ORDERED_APPLIER
            || circumstances.run() == Run.DRY
            || nothingNear(finding)
        ? Outcome.SETTLE
        : Outcome.DENY;
  }

  private boolean nothingNear(Finding finding) {
    return serviceAt(finding, after).map(s -> after.selectedBy(s).isEmpty()).orElse(false)
        && !finding.hasNearest();
  }
}
