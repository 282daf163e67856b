package dev.fairlead.policies.judge;

import dev.fairlead.policies.checks.CheckKind;
import dev.fairlead.policies.checks.Checks;
import dev.fairlead.policies.checks.Finding;
import dev.fairlead.policies.checks.NearMiss;
import dev.fairlead.policies.checks.Proof;
import dev.fairlead.policies.checks.Severity;
import dev.fairlead.policies.model.KubernetesObject;
import dev.fairlead.policies.model.Metadata.Trait;
import dev.fairlead.policies.model.NamespaceSwitches;
import dev.fairlead.policies.model.ObjectRef;
import dev.fairlead.policies.model.OtherObject;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.model.Workload;
import dev.fairlead.policies.view.ClusterView;
import dev.fairlead.policies.view.NamespaceView;
import dev.fairlead.policies.view.Patience;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Judges a change by what it breaks. It takes the findings after the change, without those before
/// it, and asks of each how it came about.
public final class Judge {
  /// The most findings that one verdict speaks of: far more than anybody reads, or than any object
  /// has that somebody means to run.
  public static final int MOST_FINDINGS = 1000;

  private final Change change;

  /// The changed object as it was; absent where it is new.
  private final Optional<KubernetesObject> earlier;

  private final ClusterView before;
  private final ClusterView after;
  private final Circumstances circumstances;
  private final Patience patience;
  private final Standing standing;

  private final IdentityHashMap<ServiceWiring, Optional<WiringChange>> wiringChanges =
      new IdentityHashMap<>();
  private final IdentityHashMap<ServiceWiring, Boolean> coming = new IdentityHashMap<>();
  private @Nullable Map<ObjectRef, Workload> selected;
  private @Nullable Boolean rollback;

  private Judge(Change change, ClusterView now, Circumstances circumstances) {
    this.change = change;
    var namespace = now.namespace(change.after().ref().namespace());
    this.earlier = change.before().or(() -> recreated(change.after(), namespace));
    this.before =
        earlier
            .map(old -> change.before().isPresent() ? now.with(old) : asItWas(old, now))
            .orElseGet(() -> now.without(change.after()));
    this.after = now.with(change.after());
    this.circumstances = circumstances;
    this.patience = now.patience();
    this.standing = new Standing(before);
  }

  /// What an object was that is deleted and created again in one go (`kubectl replace --force`): it
  /// was here a moment ago, or its Pods and templates still are.
  private static Optional<KubernetesObject> recreated(
      KubernetesObject created, NamespaceView namespace) {
    return namespace
        .lately(created.ref())
        .or(
            () ->
                created instanceof Workload workload && !workload.ownedCopy()
                    ? namespace.leftOf(workload).stream().findFirst().map(workload::asLeftBy)
                    : Optional.empty());
  }

  /// What was there before an object was deleted that is now created again: what it selects may
  /// have been created again with it.
  private static ClusterView asItWas(KubernetesObject old, ClusterView now) {
    var before = now.with(old);
    if (!(old instanceof ServiceWiring service)) {
      return before;
    }
    var namespace = now.namespace(old.ref().namespace());
    var earlier =
        before.selectedBy(service).stream()
            .flatMap(
                workload ->
                    namespace.lately(workload.ref()).filter(was -> !was.equals(workload)).stream())
            .toList();
    return before.withAll(earlier);
  }

  /// The verdict on a change to what exists `now`.
  public static Verdict judge(Change change, ClusterView now, Circumstances circumstances) {
    if (circumstances.level() == Level.OFF || isNotJudged(change.after())) {
      return Verdict.NONE;
    }
    var taken = isHookOfNobody(change.after(), circumstances) ? change.withoutHooks() : change;
    return exemption(taken.after())
        .map(Verdict::exempt)
        .orElseGet(() -> new Judge(taken, now, circumstances).verdict());
  }

  private static boolean isNotJudged(KubernetesObject object) {
    return switch (object) {
      case ServiceWiring _, Workload _ -> object.metadata().is(Trait.DELETING);
      case NamespaceSwitches _, OtherObject _ -> true;
    };
  }

  /// True for what is annotated as a hook and sent by somebody who runs no hooks.
  private static boolean isHookOfNobody(KubernetesObject object, Circumstances circumstances) {
    return object.metadata().is(Trait.HELM_HOOK)
        && circumstances.sender() == Sender.PERSON
        && !object.metadata().is(Trait.HELM_RELEASE);
  }

  private static Optional<Exemption> exemption(KubernetesObject object) {
    if (object.metadata().is(Trait.HELM_HOOK)) {
      return Optional.of(Exemption.HELM_HOOK);
    }
    return object instanceof Workload workload && workload.ownedCopy()
        ? Optional.of(Exemption.CONTROLLER)
        : Optional.empty();
  }

  private Verdict verdict() {
    var findings =
        switch (change.after()) {
          case ServiceWiring service -> around(service);
          case Workload workload -> around(workload);
          case NamespaceSwitches _, OtherObject _ -> Stream.<Finding>empty();
        };
    var judged =
        findings
            .filter(finding -> finding.severity() != Severity.INFO)
            .limit(MOST_FINDINGS + 1L)
            .map(this::judgement)
            .takeWhile(_ -> !patience.isOver())
            .toList();
    var judgements = judged.stream().limit(MOST_FINDINGS).flatMap(Optional::stream).toList();
    return new Verdict(judgements, extent(judged.size()), softened(judgements));
  }

  private Extent extent(int judged) {
    if (patience.isOver()) {
      return Extent.TOO_LONG;
    }
    return judged > MOST_FINDINGS ? Extent.TOO_MANY_FINDINGS : Extent.WHOLE;
  }

  private Optional<Exemption> softened(List<Judgement> judgements) {
    return isControlled()
            && judgements.stream()
                .filter(j -> j.outcome() == Outcome.WARN)
                .anyMatch(j -> outcome(j.finding(), j.arrival()).equals(Optional.of(Outcome.DENY)))
        ? Optional.of(Exemption.CONTROLLER)
        : Optional.empty();
  }

  /// True for what a controller made: a denial would only make it try again, for ever.
  private boolean isControlled() {
    return change.after().metadata().controller().isPresent();
  }

  /// What sits at a changed Service, and what is new at the workloads that it selects.
  private Stream<Finding> around(ServiceWiring service) {
    var atWorkloads =
        after.selectedBy(service).stream()
            .flatMap(
                workload ->
                    Checks.of(workload, after).filter(found -> !standing.has(workload, found)));
    return Stream.of(atService(service), widened(service), atWorkloads)
        .flatMap(findings -> findings);
  }

  private Stream<Finding> atService(ServiceWiring service) {
    var found =
        Checks.of(service, after)
            .filter(finding -> finding.severity() != Severity.INFO)
            .limit(MOST_FINDINGS + 1L)
            .toList();
    return CutNumbers.beside(
        found, service, port -> wiringChange(service).filter(w -> w.cuts(port)).isPresent(), after);
  }

  /// A Service that has been about one app and now catches another.
  private Stream<Finding> widened(ServiceWiring service) {
    return earlier.stream()
        .filter(
            old -> old instanceof ServiceWiring was && !was.selector().equals(service.selector()))
        .flatMap(old -> Checks.widened((ServiceWiring) old, before, service, after).stream());
  }

  /// What sits at a changed workload, and at every Service that selects it, did so before, or
  /// nearly does.
  private Stream<Finding> around(Workload workload) {
    var atServices =
        affectedServices(workload).stream()
            .flatMap(service -> atService(service).filter(concernOf(service)));
    var brought =
        earlier.stream()
            .filter(Workload.class::isInstance)
            .flatMap(old -> Checks.brought((Workload) old, workload, after));
    return Stream.of(Checks.of(workload, after), brought, atServices).flatMap(found -> found);
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
    return earlier
        .map(old -> old instanceof Workload workload ? before.selecting(workload) : null)
        .orElse(List.of());
  }

  /// Of a Service that selects nothing only what the changed workload has to do with: it was cut,
  /// or is the nearest.
  private Predicate<Finding> concernOf(ServiceWiring service) {
    var selects = !after.selectedBy(service).isEmpty() || !before.selectedBy(service).isEmpty();
    return finding ->
        selects || finding.related().stream().anyMatch(change.after().ref()::sameObject);
  }

  private Optional<Judgement> judgement(Finding finding) {
    var arrival = arrival(finding);
    return outcome(finding, arrival)
        .map(outcome -> isControlled() ? Outcome.WARN : outcome)
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
        ? Optional.ofNullable(selectedBy(changed).get(finding.object()))
        : serviceAt(finding, after);
  }

  private Map<ObjectRef, Workload> selectedBy(ServiceWiring service) {
    var known = selected;
    if (known == null) {
      known = new HashMap<>();
      for (var workload : after.selectedBy(service)) {
        known.putIfAbsent(workload.ref(), workload);
      }
      selected = known;
    }
    return known;
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
    return serviceAt(finding, before).filter(service -> standing.has(service, finding)).isPresent()
        || (earlier.orElse(null) instanceof Workload workload && standing.has(workload, finding));
  }

  private Arrival arrivalOfOther() {
    return change.after() instanceof ServiceWiring
        ? Arrival.SERVICE_ARRIVES
        : Arrival.WORKLOAD_ARRIVES;
  }

  private Arrival arrivalOfWiring(Finding finding) {
    var service = serviceAt(finding, after);
    var arrival =
        service
            .flatMap(this::wiringChange)
            .map(wiring -> wiring.arrival(finding, arrivalOfOther()))
            .orElseGet(this::arrivalOfOther);
    if (!(change.after() instanceof Workload workload) || service.isEmpty()) {
      return arrival;
    }
    return switch (arrival) {
      case STANDING ->
          isMissedBy(workload, finding) && belongTogether(service.get(), workload)
              ? Arrival.WORKLOAD_ARRIVES
              : Arrival.STANDING;
      case WORKLOAD_ARRIVES ->
          belongTogether(service.get(), workload) || worked(finding, service.get())
              ? arrival
              : Arrival.STANDING;
      case FACT, CUT, SERVICE_ARRIVES -> arrival;
    };
  }

  /// True where something behind the Service declared the port before the change.
  private boolean worked(Finding finding, ServiceWiring service) {
    var was = serviceAt(finding, before).orElse(service);
    return was.portAt(finding.field())
        .filter(port -> before.backends(was).stream().anyMatch(b -> b.declares(port)))
        .isPresent();
  }

  private Optional<WiringChange> wiringChange(ServiceWiring service) {
    return wiringChanges.computeIfAbsent(
        service,
        _ ->
            before
                .namespace(service.ref().namespace())
                .service(service.ref().name())
                .map(
                    was ->
                        new WiringChange(change.after(), was, before, service, after, standing)));
  }

  /// True where the second half of a release has come and does not fit: the workload is new, and
  /// the only one that a Service without any can have meant.
  private boolean isMissedBy(Workload workload, Finding finding) {
    return earlier.isEmpty()
        && finding.related().size() == 1
        && finding.related().getFirst().sameObject(workload.ref())
        && finding.hasNearest()
        && serviceAt(finding, after)
            .map(service -> NearMiss.all(service, after).size() == 1)
            .orElse(false);
  }

  /// True for the two halves of one release: by its marks, or since the Service has come or was
  /// rewired within the window. What a Service has lacked for longer nobody brings by accident.
  private boolean belongTogether(ServiceWiring service, Workload workload) {
    return service.metadata().sharesReleaseWith(workload.metadata())
        || service
            .lastWired()
            .filter(written -> !written.isBefore(circumstances.windowBegan()))
            .isPresent();
  }

  /// Empty where the namespace does not want to hear of this check.
  private Optional<Outcome> outcome(Finding finding, Arrival arrival) {
    var wanted = Optional.ofNullable(circumstances.checks().get(finding.check().id()));
    if (wanted.filter(level -> level == CheckLevel.OFF).isPresent()) {
      return Optional.empty();
    }
    var canDeny =
        finding.check().kind() != CheckKind.ADVICE
            && arrival != Arrival.STANDING
            && arrival.proves(finding, after);
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
      case WORKLOAD_ARRIVES -> strict || doesNotFit(finding) ? Outcome.DENY : Outcome.SETTLE;
      case SERVICE_ARRIVES -> strict ? strictly(finding) : guarding(finding);
      case STANDING -> Outcome.WARN;
    };
  }

  private boolean isRollback() {
    var known = rollback;
    if (known == null) {
      known = findRollback();
      rollback = known;
    }
    return known;
  }

  private boolean findRollback() {
    return switch (change.after()) {
      case Workload workload -> Rollback.is(workload, before);
      case ServiceWiring service -> Rollback.is(service, before);
      case NamespaceSwitches _, OtherObject _ -> false;
    };
  }

  /// True where a workload that comes cannot be what its Service waits for: it is the one near
  /// miss, or nothing of the Service works with it.
  private boolean doesNotFit(Finding finding) {
    return circumstances.run() == Run.REAL
        && comesTo(finding)
        && (finding.proof().isEmpty() || finding.proof().get() != Proof.WRONG_PROTOCOL)
        && !mayBeFirstOfSeveral(finding);
  }

  /// True where the workload was not behind the Service before: one that was changes what it says
  /// of itself, which takes nothing away unless it is a cut.
  private boolean comesTo(Finding finding) {
    return serviceAt(finding, before).map(this::comesTo).orElse(true);
  }

  private boolean comesTo(ServiceWiring service) {
    return coming.computeIfAbsent(
        service,
        s ->
            before.selectedBy(s).stream()
                .noneMatch(workload -> workload.ref().sameObject(change.after().ref())));
  }

  /// True where a workload says more of what it is than its Service asks: others may follow that
  /// the Service is about.
  private boolean mayBeFirstOfSeveral(Finding finding) {
    return finding.proof().equals(Optional.of(Proof.NOTHING_WORKS))
        && change.after() instanceof Workload workload
        && serviceAt(finding, after).filter(s -> Checks.isOneOfSeveral(workload, s)).isPresent();
  }

  private Outcome strictly(Finding finding) {
    var awaits = Switches.awaitsWorkload(change.after().metadata());
    return awaits && nothingNear(finding) ? Outcome.SETTLE : Outcome.DENY;
  }

  private Outcome guarding(Finding finding) {
    return isFromPipeline() || circumstances.run() == Run.DRY || nothingNear(finding)
        ? Outcome.SETTLE
        : Outcome.DENY;
  }

  /// Whatever carries Helm's mark is sent by a pipeline, whoever embeds Helm.
  private boolean isFromPipeline() {
    return circumstances.sender() == Sender.PIPELINE
        || change.after().metadata().is(Trait.HELM_RELEASE);
  }

  private boolean nothingNear(Finding finding) {
    return serviceAt(finding, after).map(s -> after.selectedBy(s).isEmpty()).orElse(false)
        && !finding.hasNearest();
  }
}
