package dev.fairlead.cli.embedded;

import java.util.Comparator;
import java.util.Locale;

/// A deployer: how it calls itself, in which order it sends a bundle, and whether it asks first.
public enum Client {
  KUBECTL("kubectl apply -f %s", "kubectl-client-side-apply"),
  KUBECTL_K("kubectl apply -k %s", "kubectl-client-side-apply"),
  HELM("helm install: %s", "helm"),
  ARGOCD("Argo CD sync: %s", "argocd-controller"),
  FLUX("Flux reconciliation: %s", "kustomize-controller");

  private final String command;
  private final String fieldManager;

  Client(String command, String fieldManager) {
    this.command = command;
    this.fieldManager = fieldManager;
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
    return switch (this) {
      case KUBECTL -> (_, _) -> 0;
      case HELM, ARGOCD -> ApplyOrder.by(ApplyOrder.HELM);
      case KUBECTL_K, FLUX -> ApplyOrder.by(ApplyOrder.KUSTOMIZE);
    };
  }

  /// The name as users write it: `kubectl-k`.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
