package dev.fairlead.cli.embedded;

import java.util.Comparator;
import java.util.List;

/// A deployer: how it calls itself, in which order it sends a bundle, and whether it asks first.
public enum Client {
  KUBECTL("kubectl apply -f %s", "kubectl-client-side-apply", List.of()),
  KUBECTL_K("kubectl apply -k %s", "kubectl-client-side-apply", ApplyOrder.KUSTOMIZE),
  HELM("helm install: %s", "helm", ApplyOrder.HELM),
  ARGOCD("Argo CD sync: %s", "argocd-controller", ApplyOrder.HELM),
  FLUX("Flux reconciliation: %s", "kustomize-controller", ApplyOrder.KUSTOMIZE);

  private final String command;
  private final String fieldManager;
  private final List<String> kinds;

  Client(String command, String fieldManager, List<String> kinds) {
    this.command = command;
    this.fieldManager = fieldManager;
    this.kinds = kinds;
  }

  /// What a user would run, or see running, to send a path.
  public String command(String path) {
    return command.formatted(path);
  }

  String fieldManager() {
    return fieldManager;
  }

  /// True for a client that dry-runs a whole bundle and applies nothing of it after one denial.
  public boolean dryRunsFirst() {
    return this == FLUX;
  }

  /// The order in which it sends objects, by their kinds; those that compare equal keep their
  /// places.
  public Comparator<String> order() {
    return kinds.isEmpty()
        ? (_, _) -> 0
        : Comparator.comparingInt(kind -> ApplyOrder.rank(kinds, kind));
  }
}
