package dev.fairlead.e2e;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;

/// A sync by the algorithm of Argo CD, whose engine applies each object by the code of kubectl.
///
/// Without phases and waves a sync is: all objects in a dry run of the client; then what is no
/// longer wanted is deleted; then one kind after the other, the objects of a kind at the same time.
/// It goes on after a failure, and a sync that failed is tried again.
///
/// The algorithm: `Sync`, `runTasks` and `applyObject` in `pkg/sync/sync_context.go`, and the order
/// of kinds in `pkg/sync/sync_tasks.go`, both of argoproj/gitops-engine.
record ArgoCdSync() implements Deploys {
  private static final String APPLICATION = "backend";
  private static final List<String> KINDS = List.of("Service", "Deployment");

  @Override
  public Attempt deploy(Sandbox sandbox, Manifests before, Manifests after) {
    var wanted =
        new Manifests(
            after.objects().stream().map(object -> tracked(object, sandbox.namespace())).toList());
    var steps = tryOut(sandbox, wanted);
    if (!steps.succeeded()) {
      return steps;
    }
    steps = steps.and(prune(sandbox, Deploys.unwanted(before, after)));
    if (!steps.succeeded()) {
      return steps;
    }
    for (var kind : KINDS) {
      steps = steps.and(apply(sandbox, wanted.ofKind(kind)));
    }
    return steps;
  }

  private static Attempt tryOut(Sandbox sandbox, Manifests wanted) {
    if (wanted.objects().isEmpty()) {
      return Attempt.NOTHING_TO_DO;
    }
    var file = sandbox.write("sync.yaml", wanted);
    return Attempt.of(sandbox.apply(file, "--dry-run=client"));
  }

  private static Attempt prune(Sandbox sandbox, Manifests unwanted) {
    if (unwanted.objects().isEmpty()) {
      return Attempt.NOTHING_TO_DO;
    }
    var file = sandbox.write("prune.yaml", unwanted);
    return Attempt.of(
        sandbox.kubectl(
            "delete",
            "-f",
            file.toString(),
            "--ignore-not-found",
            "--cascade=foreground",
            "--wait=false"));
  }

  /// Applies the objects of one kind at the same time.
  private static Attempt apply(Sandbox sandbox, Manifests ofOneKind) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var running =
          ofOneKind.objects().stream()
              .map(object -> file(sandbox, object))
              .map(file -> CompletableFuture.supplyAsync(() -> apply(sandbox, file), threads))
              .toList();
      return Attempt.all(running.stream().map(CompletableFuture::join).toList());
    }
  }

  private static Path file(Sandbox sandbox, Map<String, Object> object) {
    var name = Manifests.text(Manifests.metadata(object), "name");
    var file = "%s-%s.yaml".formatted(Manifests.kind(object), name);
    return sandbox.write(file, new Manifests(List.of(object)));
  }

  private static Attempt apply(Sandbox sandbox, Path file) {
    return Attempt.of(sandbox.apply(file, "--field-manager=argocd-controller"));
  }

  /// The object with both marks by which Argo CD knows what an application owns.
  private static Map<String, Object> tracked(Map<String, Object> object, String namespace) {
    var group = Manifests.kind(object).equals("Service") ? "" : "apps";
    var name = Manifests.text(Manifests.metadata(object), "name");
    var id =
        "%s:%s/%s:%s/%s".formatted(APPLICATION, group, Manifests.kind(object), namespace, name);
    return Manifests.marked(
        object,
        Map.of("app.kubernetes.io/instance", APPLICATION),
        Map.of("argocd.argoproj.io/tracking-id", id));
  }
}
