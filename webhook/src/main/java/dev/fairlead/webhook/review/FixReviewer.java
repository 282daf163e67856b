package dev.fairlead.webhook.review;

import dev.fairlead.policies.fixes.FixSwitches;
import dev.fairlead.policies.fixes.Fixes;
import dev.fairlead.policies.fixes.Note;
import dev.fairlead.policies.fixes.Patch;
import dev.fairlead.policies.fixes.Proposal;
import dev.fairlead.policies.judge.Level;
import dev.fairlead.policies.judge.NewFindings;
import dev.fairlead.policies.model.ObjectReader;
import dev.fairlead.policies.model.Reading;
import dev.fairlead.policies.model.Workload;
import dev.fairlead.policies.view.ClusterView;
import dev.fairlead.webhook.cluster.ClusterState;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/// Patches new workloads, and pod templates that change anyway, with the fixes that their Namespace
/// asks for. It never denies.
///
/// The patch is first applied to the received object, and the result is checked. A patch that does
/// not apply would fail the request, whatever `failurePolicy` says (kubernetes/apiserver,
/// pkg/admission/plugin/webhook/mutating/dispatcher.go).
public final class FixReviewer implements Admission {
  private final ObjectReader reader;
  private final ClusterState cluster;
  private final ReviewSettings settings;
  private final ClusterReads reads;
  private final InstantSource clock;

  public FixReviewer(
      ObjectReader reader, ClusterState cluster, ReviewSettings settings, InstantSource clock) {
    this.reader = reader;
    this.cluster = cluster;
    this.settings = settings;
    this.reads = new ClusterReads(cluster, settings, clock);
    this.clock = clock;
  }

  @Override
  public boolean isCostly(ReviewRequest request) {
    return Effort.isCostly(cluster.size(request.namespace()));
  }

  @Override
  public CompletionStage<Decision> review(ReviewRequest request, Instant deadline) {
    if (request.object().isEmpty() || !mayBePatched(request)) {
      return CompletableFuture.completedFuture(Decision.UNJUDGED);
    }
    var tree = request.object().get();
    return reads
        .switches(request, deadline)
        .thenCompose(
            switches ->
                switches
                    .filter(s -> settings.level(s) != Level.OFF)
                    .map(FixSwitches::of)
                    .filter(wanted -> !wanted.enabled().isEmpty())
                    .map(wanted -> review(request, tree, wanted, deadline))
                    .orElseGet(() -> CompletableFuture.completedFuture(Decision.UNJUDGED)));
  }

  /// False for an update that leaves the pod template as it is: patching it would start a rollout.
  private boolean mayBePatched(ReviewRequest request) {
    if (!request.subResource().isEmpty() || settings.exempts(request)) {
      return false;
    }
    return switch (request.operation()) {
      case CREATE -> true;
      case UPDATE ->
          !request.kind().equals("Pod")
              && !request
                  .object()
                  .map(FixReviewer::template)
                  .equals(request.oldObject().map(FixReviewer::template));
      case DELETE, CONNECT -> false;
    };
  }

  private static Object template(Map<String, ?> tree) {
    return tree.get("spec") instanceof Map<?, ?> spec
            && spec.get("template") instanceof Map<?, ?> template
        ? template
        : Map.of();
  }

  private CompletionStage<Decision> review(
      ReviewRequest request, Map<String, ?> tree, FixSwitches wanted, Instant deadline) {
    var reading = reader.read(tree, request.namespace());
    return view(request, reading, deadline)
        .thenApply(view -> view.lookedAtWith(Effort.until(deadline, clock)))
        .thenApply(view -> decision(tree, reading, request.namespace(), view, wanted));
  }

  /// What is known of the namespace; whoever creates a Service and then its workload must not find
  /// that the fixes depend on whether the watch has shown the Service yet.
  private CompletionStage<ClusterView> view(
      ReviewRequest request, Reading reading, Instant deadline) {
    var known = cluster.known(request.namespace());
    var isSelected =
        reading
            .object()
            .filter(Workload.class::isInstance)
            .map(Workload.class::cast)
            .map(workload -> !known.selecting(workload).isEmpty())
            .orElse(true);
    return request.operation() == Operation.UPDATE || isSelected || !Fixes.concern(reading)
        ? CompletableFuture.completedFuture(known)
        : reads
            .namespaceNow(request, deadline, "cannot look for the Services of a new workload")
            .thenApply(live -> live.orElse(known));
  }

  private Decision decision(
      Map<String, ?> tree,
      Reading reading,
      String namespace,
      ClusterView view,
      FixSwitches wanted) {
    if (Fixes.concern(reading) && !knowsServices(view, namespace)) {
      return Decision.ALLOWED.withWarnings(
          List.of(
              "Fairlead does not know the Services yet, so it adds nothing to " + reading.ref()));
    }
    var answer = answer(tree, reading, view, Fixes.proposal(tree, reading, view, wanted));
    return view.patience().isOver()
        ? Decision.ALLOWED.withWarnings(
            List.of(
                "Fairlead adds nothing to %s: it takes too long to look at all that has to do with it"
                    .formatted(reading.ref())))
        : answer;
  }

  /// Sends a patch only once it is made to the object, and nothing new is wrong with that.
  Decision answer(Map<String, ?> tree, Reading reading, ClusterView view, Proposal proposal) {
    if (proposal.operations().isEmpty()) {
      return Decision.ALLOWED.withWarnings(messages(proposal.notes()));
    }
    return objection(tree, reading, view, proposal)
        .map(objection -> unpatched(proposal, objection))
        .orElseGet(() -> patched(proposal));
  }

  /// False before the first list of Services is there, and where a watch of them has failed.
  private boolean knowsServices(ClusterView view, String namespace) {
    return view.knowledgeOf(namespace).isComplete()
        || cluster.freshness().stream()
            .filter(kind -> kind.resource().equals("services"))
            .allMatch(kind -> kind.state() == ClusterState.Freshness.State.KNOWN);
  }

  /// What speaks against a patch, once it is made.
  private Optional<String> objection(
      Map<String, ?> tree, Reading reading, ClusterView view, Proposal proposal) {
    var patched =
        reader.read(Patch.applied(tree, proposal.operations()), reading.ref().namespace());
    if (!patched.malformed().isEmpty()) {
      return Optional.of(patched.malformed().getFirst().toString());
    }
    return reading.object().orElse(null) instanceof Workload before
            && patched.object().orElse(null) instanceof Workload after
        ? NewFindings.of(before, after, view).stream().map(finding -> finding.message()).findFirst()
        : Optional.of("it is no workload any more");
  }

  private static Decision unpatched(Proposal proposal, String objection) {
    var warnings = new ArrayList<String>();
    warnings.add("Fairlead adds nothing, since it would bring about " + objection);
    warnings.addAll(messages(notes(proposal, Note.Effect.LEFT_ALONE)));
    return Decision.ALLOWED.withWarnings(warnings);
  }

  private static Decision patched(Proposal proposal) {
    var fixes =
        notes(proposal, Note.Effect.CHANGED).stream()
            .map(Note::fix)
            .distinct()
            .collect(Collectors.joining(","));
    return Decision.ALLOWED
        .withWarnings(messages(proposal.notes()))
        .withAuditAnnotations(Map.of("fixed", fixes))
        .withPatch(proposal.operations());
  }

  private static List<Note> notes(Proposal proposal, Note.Effect effect) {
    return proposal.notes().stream().filter(note -> note.effect() == effect).toList();
  }

  private static List<String> messages(List<Note> notes) {
    return notes.stream().map(Note::message).toList();
  }
}
