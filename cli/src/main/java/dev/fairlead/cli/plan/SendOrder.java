package dev.fairlead.cli.plan;

import dev.fairlead.cli.clients.Client;
import dev.fairlead.policies.model.OtherObject;
import dev.fairlead.policies.model.ServiceWiring;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The steps of a release in the order of its client.
///
/// What does not change is no step, nor is what Helm and Argo CD run as hooks, which is nobody's
/// backend.
final class SendOrder {
  /// When everything was written that is there before the release.
  static final Instant LONG_AGO = Instant.EPOCH;

  /// When the release is sent, all of it within the window.
  static final Instant RELEASED = LONG_AGO.plus(Duration.ofDays(1));

  private final Client client;
  private final Side there;
  private final Map<Identity, PlannedObject> before = new LinkedHashMap<>();
  private final Map<Identity, PlannedObject> after = new LinkedHashMap<>();

  private SendOrder(Side before, Side after, Client client) {
    this.client = client;
    this.there = before;
    before.objects().forEach(object -> this.before.put(object.identity(), object));
    after.objects().forEach(object -> this.after.put(object.identity(), object));
  }

  static List<Step> steps(Side before, Side after, Client client) {
    return new SendOrder(before, after, client).steps();
  }

  private List<Step> steps() {
    var sends =
        after.values().stream()
            .filter(object -> !isHook(object) && isKnown(object))
            .flatMap(object -> send(object).stream())
            .sorted(Comparator.comparing(step -> step.sent().kind(), client.order()))
            .toList();
    return switch (client) {
      case KUBECTL, KUBECTL_K -> sends;
      case HELM -> concat(sends, prunes());
      case FLUX -> concat(staged(sends), prunes().reversed());
      case ARGOCD -> inWaves(sends);
    };
  }

  private Optional<Step> send(PlannedObject object) {
    var earlier = Optional.ofNullable(before.get(object.identity()));
    if (earlier.isPresent() && isUnchanged(earlier.get(), object)) {
      return Optional.empty();
    }
    return Optional.of(update(earlier, object));
  }

  private boolean isUnchanged(PlannedObject earlier, PlannedObject object) {
    return there.isCluster()
        ? Trees.holds(earlier.tree(), object.tree())
        : earlier.asksForTheSameAs(object);
  }

  /// Of a cluster only what takes part in wiring is known.
  private boolean isKnown(PlannedObject object) {
    return !there.isCluster()
        || !(object.object() instanceof OtherObject(_, OtherObject.Pods.None _));
  }

  /// The step that takes an object from what it was to what it is to be.
  static Step update(Optional<PlannedObject> earlier, PlannedObject object) {
    var rewired = earlier.filter(was -> isWiredAlike(was, object)).isEmpty();
    return new Step(
        earlier.isPresent() ? Operation.UPDATE : Operation.CREATE,
        object.wiredAt(rewired ? RELEASED : LONG_AGO),
        earlier,
        0);
  }

  private static boolean isWiredAlike(PlannedObject one, PlannedObject other) {
    return one.object() instanceof ServiceWiring a
        && other.object() instanceof ServiceWiring b
        && a.selector().equals(b.selector())
        && a.ports().equals(b.ports());
  }

  private boolean isHook(PlannedObject object) {
    return switch (client) {
      case HELM -> object.annotation("helm.sh/hook").isPresent();
      case ARGOCD ->
          object.annotation("argocd.argoproj.io/hook").isPresent()
              || object.annotation("helm.sh/hook").isPresent();
      case KUBECTL, KUBECTL_K, FLUX -> false;
    };
  }

  /// What is there, is no longer wanted, and belongs to the release: what controllers made does
  /// not.
  private List<Step> prunes() {
    return before.values().stream()
        .filter(object -> !after.containsKey(object.identity()))
        .filter(object -> object.object().metadata().controller().isEmpty())
        .filter(there::isOfRelease)
        .filter(object -> !isHook(object) && !isKept(object))
        .sorted(Comparator.comparing(PlannedObject::kind, client.order()))
        .map(object -> Step.delete(object, 0))
        .toList();
  }

  private boolean isKept(PlannedObject object) {
    return switch (client) {
      case HELM -> object.annotation("helm.sh/resource-policy").equals(Optional.of("keep"));
      case FLUX ->
          object.annotation("kustomize.toolkit.fluxcd.io/prune").equals(Optional.of("disabled"));
      case ARGOCD -> hasSyncOption(object, "Prune=false");
      case KUBECTL, KUBECTL_K -> true;
    };
  }

  private static boolean hasSyncOption(PlannedObject object, String option) {
    return object
        .annotation("argocd.argoproj.io/sync-options")
        .filter(options -> List.of(options.split("\\s*,\\s*")).contains(option))
        .isPresent();
  }

  private static List<Step> concat(List<Step> some, List<Step> more) {
    var all = new ArrayList<>(some);
    all.addAll(more);
    return all;
  }

  private List<Step> staged(List<Step> sends) {
    var staged = new ArrayList<Step>();
    var stages = client.stages(sends, step -> step.sent().kind());
    for (var stage = 0; stage < stages.size(); stage++) {
      for (var step : stages.get(stage)) {
        staged.add(step.inStage(stage));
      }
    }
    return staged;
  }

  /// Argo CD's waves (argoproj/gitops-engine, `sync_tasks.go` and `sync_context.go`): within a wave
  /// it deletes first, then sends by kind and name. The waves of deletions are those of the
  /// objects, the last one first.
  private List<Step> inWaves(List<Step> sends) {
    var prunes = prunes();
    var last =
        prunes.stream().filter(step -> hasSyncOption(step.sent(), "PruneLast=true")).toList();
    var soon = prunes.stream().filter(step -> !last.contains(step)).toList();
    var pruneWaves = soon.stream().map(SendOrder::wave).distinct().sorted().toList();
    var turned = new LinkedHashMap<Integer, Integer>();
    for (var at = 0; at < pruneWaves.size(); at++) {
      turned.put(pruneWaves.get(at), pruneWaves.get(pruneWaves.size() - 1 - at));
    }
    var deletedIn = byWave(soon, step -> turned.getOrDefault(wave(step), 0));
    var sentIn = byWave(sends, SendOrder::wave);
    var waves = new ArrayList<>(deletedIn.keySet());
    waves.addAll(sentIn.keySet());
    var all = new ArrayList<Step>();
    for (var wave : waves.stream().distinct().sorted().toList()) {
      all.addAll(deletedIn.getOrDefault(wave, List.of()));
      sentIn.getOrDefault(wave, List.of()).stream()
          .sorted(
              Comparator.comparing((Step step) -> step.sent().kind(), client.order())
                  .thenComparing(step -> step.sent().ref().name()))
          .forEach(all::add);
    }
    all.addAll(last);
    return all;
  }

  private static Map<Integer, List<Step>> byWave(List<Step> steps, Function<Step, Integer> waveOf) {
    return steps.stream().collect(Collectors.groupingBy(waveOf));
  }

  static int wave(Step step) {
    return step.sent()
        .annotation("argocd.argoproj.io/sync-wave")
        .filter(wave -> wave.matches("[+-]?[0-9]{1,9}"))
        .map(Integer::parseInt)
        .orElse(0);
  }
}
