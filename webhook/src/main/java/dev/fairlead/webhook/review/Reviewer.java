package dev.fairlead.webhook.review;

import dev.fairlead.policies.judge.Change;
import dev.fairlead.policies.judge.CheckLevel;
import dev.fairlead.policies.judge.Circumstances;
import dev.fairlead.policies.judge.Deletion;
import dev.fairlead.policies.judge.Judge;
import dev.fairlead.policies.judge.Level;
import dev.fairlead.policies.judge.Run;
import dev.fairlead.policies.judge.Sender;
import dev.fairlead.policies.judge.Verdict;
import dev.fairlead.policies.model.KubernetesObject;
import dev.fairlead.policies.model.Metadata;
import dev.fairlead.policies.model.Metadata.Trait;
import dev.fairlead.policies.model.NamespaceSwitches;
import dev.fairlead.policies.model.ObjectReader;
import dev.fairlead.policies.model.Reading;
import dev.fairlead.policies.view.ClusterView;
import dev.fairlead.webhook.cluster.ClusterState;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;

/// Judges each change against what is known of the cluster. Before a denial that depends on other
/// objects, it reads the namespace live. It does the same before a warning that a change of a
/// moment ago may have mended.
public final class Reviewer implements Admission {
  private final ObjectReader reader;
  private final ClusterState cluster;
  private final ReviewSettings settings;
  private final InstantSource clock;
  private final ClusterReads reads;
  private final LevelPreview preview;
  private final Confirmations confirmations = new Confirmations();
  private final LongAdder unsure = new LongAdder();

  /// Looking at a whole namespace takes too long for an event loop.
  private final Executor previews = task -> Thread.ofVirtual().name("preview").start(task);

  public Reviewer(
      ObjectReader reader, ClusterState cluster, ReviewSettings settings, InstantSource clock) {
    this.reader = reader;
    this.cluster = cluster;
    this.settings = settings;
    this.clock = clock;
    this.reads = new ClusterReads(cluster, settings, clock);
    this.preview = new LevelPreview(clock);
  }

  public Confirmations confirmations() {
    return confirmations;
  }

  /// How many reviews were answered with less than could be said if all were known.
  public long unsure() {
    return unsure.sum();
  }

  @Override
  public boolean isCostly(ReviewRequest request) {
    return Effort.isCostly(cluster.size(request.namespace()));
  }

  @Override
  public CompletionStage<Decision> review(ReviewRequest request, Instant deadline) {
    if (request.operation() == Operation.DELETE) {
      return CompletableFuture.completedFuture(onDeletion(request, deadline));
    }
    if (!isJudged(request)) {
      return unjudged();
    }
    var after = request.object().map(tree -> reader.read(tree, request.namespace()));
    var before = request.oldObject().map(tree -> reader.read(tree, request.namespace()));
    var unreadable = after.filter(reading -> reading.object().isEmpty());
    if (unreadable.isPresent()) {
      return CompletableFuture.completedFuture(Decisions.unreadable(unreadable.get()));
    }
    var object = after.flatMap(Reading::object);
    if (object.isEmpty()) {
      return unjudged();
    }
    var old = before.flatMap(Reading::object);
    if (object.get() instanceof NamespaceSwitches namespace) {
      return onNamespace(namespace, old.map(KubernetesObject::metadata), deadline);
    }
    return review(request, new Change(old, object.get()), deadline);
  }

  /// Says what a deletion leaves without its other half; nothing of namespaces that go as a whole,
  /// nor of what Kubernetes itself deletes.
  private Decision onDeletion(ReviewRequest request, Instant deadline) {
    var namespace = cluster.knownNamespace(request.namespace());
    var leaving = namespace.filter(n -> n.metadata().is(Trait.DELETING)).isPresent();
    var switches = namespace.map(n -> n.metadata().switches()).orElse(Map.of());
    if (leaving
        || !request.subResource().isEmpty()
        || settings.exempts(request)
        || isKubernetesOwn(request.userName())
        || settings.level(switches) == Level.OFF) {
      return Decision.UNJUDGED;
    }
    return request
        .oldObject()
        .flatMap(tree -> reader.read(tree, request.namespace()).object())
        .map(deleted -> onDeletion(deleted, known(request, deadline)))
        .orElse(Decision.UNJUDGED);
  }

  private static Decision onDeletion(KubernetesObject deleted, ClusterView known) {
    var warnings = Deletion.warnings(deleted, known);
    return Decisions.within(known.patience(), Decision.ALLOWED.withWarnings(warnings));
  }

  /// What is known of the namespace, to be looked at no longer than a review is worth.
  private ClusterView known(ReviewRequest request, Instant deadline) {
    return cluster.known(request.namespace()).lookedAtWith(Effort.until(deadline, clock));
  }

  /// The garbage collector and the controllers of kube-controller-manager.
  private static boolean isKubernetesOwn(String userName) {
    return userName.startsWith("system:serviceaccount:kube-system:")
        || userName.equals("system:kube-controller-manager");
  }

  private static CompletionStage<Decision> unjudged() {
    return CompletableFuture.completedFuture(Decision.UNJUDGED);
  }

  private boolean isJudged(ReviewRequest request) {
    return switch (request.operation()) {
      case CREATE, UPDATE ->
          request.subResource().isEmpty() && !settings.exempts(request) && changesWiring(request);
      case DELETE, CONNECT -> false;
    };
  }

  /// False for an update that leaves the spec, the labels and Fairlead's own annotations as they
  /// were, as server-side appliers send them again and again.
  private static boolean changesWiring(ReviewRequest request) {
    return request.operation() == Operation.CREATE
        || !request.object().map(Relevant::of).equals(request.oldObject().map(Relevant::of));
  }

  /// Refuses switches that mean nothing; where the level or that of a check changes, tells what the
  /// namespace would now be refused for.
  private CompletionStage<Decision> onNamespace(
      NamespaceSwitches namespace, Optional<Metadata> before, Instant deadline) {
    var decision = Decisions.onNamespace(namespace, before);
    var switches = namespace.metadata().switches();
    var earlier = before.map(Metadata::switches).orElse(Map.of());
    var level = settings.level(switches);
    var changed =
        level != settings.level(earlier) || !CheckLevel.in(switches).equals(CheckLevel.in(earlier));
    if (!decision.allowed() || !changed || level == Level.OFF || level == Level.WARN) {
      return CompletableFuture.completedFuture(decision);
    }
    var name = namespace.ref().name();
    var until = clock.instant().plus(reads.timeForReading(deadline, LevelPreview.MAX_TIME));
    return CompletableFuture.supplyAsync(
        () ->
            decision.withWarnings(
                preview.lines(
                    cluster.known(name),
                    CheckLevel.in(switches),
                    settings.overridesAt(level),
                    until)),
        previews);
  }

  private CompletionStage<Decision> review(ReviewRequest request, Change change, Instant deadline) {
    return reads
        .switches(request, deadline)
        .thenCompose(
            switches -> {
              var circumstances = circumstances(request, switches);
              var known = known(request, deadline);
              var verdict = Judge.judge(change, known, circumstances);
              return verdict.wantsConfirming() || isWorthALook(verdict, circumstances)
                  ? confirmed(request, change, circumstances, known, verdict, deadline)
                  : CompletableFuture.completedFuture(
                      answer(change, circumstances, known, verdict));
            });
  }

  private Decision answer(
      Change change, Circumstances circumstances, ClusterView view, Verdict verdict) {
    var decision = Decisions.of(change, circumstances, verdict);
    var softened = isSoftened(change, circumstances, view, verdict);
    if (circumstances.run() == Run.REAL && (softened || verdict.cutShort())) {
      unsure.increment();
    }
    return softened ? Decisions.unsure(decision, view.everywhere()) : decision;
  }

  /// True where a denial is missing because something is not known everywhere, or may be missing in
  /// an outage.
  private boolean isSoftened(
      Change change, Circumstances circumstances, ClusterView view, Verdict verdict) {
    if (view.everywhere().isComplete() || verdict.denied() || !verdict.judged()) {
      return false;
    }
    return cluster.outage().isPresent()
        || Judge.judge(change, view.knowingEverywhere(), circumstances).denied();
  }

  /// Whoever applies a Deployment and then its Service must not read that the Service matches
  /// nothing only because the watch has not shown the Deployment yet. Those who send the Service
  /// first would be read for in vain.
  private static boolean isWorthALook(Verdict verdict, Circumstances circumstances) {
    return circumstances.sender() == Sender.PERSON
        && circumstances.run() == Run.REAL
        && verdict.mayBeOvertaken();
  }

  /// @param switches of the Namespace, empty where nobody could read them: nothing is denied then
  private Circumstances circumstances(
      ReviewRequest request, Optional<Map<String, String>> switches) {
    var level =
        switches
            .map(settings::level)
            .orElse(settings.defaultLevel() == Level.OFF ? Level.OFF : Level.WARN);
    return new Circumstances(
        level,
        CheckLevel.in(switches.orElse(Map.of())),
        settings.overridesAt(level),
        settings.sender(request),
        request.dryRun() ? Run.DRY : Run.REAL,
        settings.windowBegan(switches.orElse(Map.of()), clock.instant()));
  }

  private CompletionStage<Decision> confirmed(
      ReviewRequest request,
      Change change,
      Circumstances circumstances,
      ClusterView known,
      Verdict verdict,
      Instant deadline) {
    return reads
        .namespaceNow(request, deadline, "cannot confirm a verdict")
        .thenApply(
            live ->
                live.map(now -> now.lookedAtWith(known.patience()))
                    .map(now -> confirmed(change, now, circumstances, verdict))
                    .orElseGet(
                        () ->
                            verdict.wantsConfirming()
                                ? unconfirmed(change, circumstances, verdict)
                                : answer(change, circumstances, known, verdict)));
  }

  private Decision confirmed(
      Change change, ClusterView live, Circumstances circumstances, Verdict verdict) {
    var confirmed = Judge.judge(change, live, circumstances);
    if (verdict.wantsConfirming()) {
      count(
          circumstances,
          confirmed.denied()
              ? Confirmations.Confirmation.UPHELD
              : Confirmations.Confirmation.OVERTURNED);
    }
    return answer(change, circumstances, live, confirmed);
  }

  private Decision unconfirmed(Change change, Circumstances circumstances, Verdict verdict) {
    count(circumstances, Confirmations.Confirmation.UNAVAILABLE);
    return Decisions.unconfirmed(change, circumstances, verdict.unconfirmed());
  }

  private void count(Circumstances circumstances, Confirmations.Confirmation confirmation) {
    if (circumstances.run() == Run.REAL) {
      confirmations.count(confirmation);
    }
  }
}
