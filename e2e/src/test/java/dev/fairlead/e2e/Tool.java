package dev.fairlead.e2e;

import java.util.List;

/// By what releases are brought: a column of the convergence matrix.
enum Tool {
  APPLY_SERVICES_FIRST("apply -f, Service first"),
  APPLY_SERVICES_LAST("apply -f, Deployment first"),
  APPLY_KUSTOMIZE("apply -k"),
  APPLY_SERVER_SIDE("apply --server-side"),
  REPLACE("replace --force"),
  ROLLOUT_UNDO("rollout undo"),
  HELM("Helm"),
  HELM_ATOMIC("Helm, atomic"),
  FLUX("Flux"),
  ARGO_CD("Argo CD"),
  EMBEDDED_HELM("Helm embedded"),
  TERRAFORM("Terraform");

  private final String title;

  Tool(String title) {
    this.title = title;
  }

  /// False where a cell would say nothing: nobody undoes what was not done.
  boolean suits(Change change) {
    return this != ROLLOUT_UNDO || change.last() == Change.Last.ROLL_BACK;
  }

  Deploys client(Cluster cluster, Api api) {
    return switch (this) {
      case APPLY_SERVICES_FIRST -> new KubectlApply(KubectlApply.Order.SERVICES_FIRST, List.of());
      case APPLY_SERVICES_LAST -> new KubectlApply(KubectlApply.Order.SERVICES_LAST, List.of());
      case APPLY_KUSTOMIZE -> new KubectlKustomize();
      case APPLY_SERVER_SIDE ->
          new KubectlApply(KubectlApply.Order.SERVICES_FIRST, List.of("--server-side"));
      case REPLACE -> new KubectlReplace();
      case ROLLOUT_UNDO -> new KubectlRolloutUndo();
      case HELM -> new HelmReleases(List.of());
      // It waits for ready Pods, of which there are none where images must run.
      case HELM_ATOMIC ->
          new HelmReleases(
              List.of(
                  "--rollback-on-failure",
                  "--timeout=2m",
                  cluster.runsImages() ? "--wait=hookOnly" : "--wait=watcher"));
      case FLUX -> new FluxApply();
      case ARGO_CD -> new ArgoCdSync();
      case EMBEDDED_HELM -> new EmbeddedHelm(api);
      case TERRAFORM -> new TerraformLike(api);
    };
  }

  @Override
  public String toString() {
    return title;
  }
}
