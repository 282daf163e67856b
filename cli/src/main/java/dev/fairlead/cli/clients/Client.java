package dev.fairlead.cli.clients;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A deployer: its name, the order in which it sends a bundle, and whether it sends a dry run
/// first.
public enum Client {
  KUBECTL("kubectl apply -f %s", "kubectl-client-side-apply"),
  KUBECTL_K("kubectl apply -k %s", "kubectl-client-side-apply"),
  HELM("helm install: %s", "helm"),
  ARGOCD("Argo CD sync: %s", "argocd-controller"),
  FLUX("Flux reconciliation: %s", "kustomize-controller");

  /// What a release is called that has no name.
  private static final String RELEASE = "try";

  private static final Set<String> DEFINITIONS = Set.of("Namespace", "CustomResourceDefinition");

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

  public String fieldManager() {
    return fieldManager;
  }

  /// A manifest with the marks by which the client knows its own again; all that it sends is of one
  /// release.
  public Map<String, ?> marked(Map<String, ?> manifest) {
    var metadata = new LinkedHashMap<Object, Object>();
    if (manifest.get("metadata") instanceof Map<?, ?> written) {
      metadata.putAll(written);
    }
    var namespace = String.valueOf(metadata.getOrDefault("namespace", "default"));
    var apiVersion = String.valueOf(manifest.get("apiVersion"));
    var slash = apiVersion.indexOf('/');
    switch (this) {
      case KUBECTL, KUBECTL_K -> {
        return manifest;
      }
      case HELM -> {
        add(metadata, "labels", "app.kubernetes.io/managed-by", "Helm");
        add(metadata, "annotations", "meta.helm.sh/release-name", RELEASE);
        add(metadata, "annotations", "meta.helm.sh/release-namespace", "default");
      }
      case ARGOCD ->
          add(
              metadata,
              "annotations",
              "argocd.argoproj.io/tracking-id",
              "%s:%s/%s:%s/%s"
                  .formatted(
                      RELEASE,
                      slash < 0 ? "" : apiVersion.substring(0, slash),
                      manifest.get("kind"),
                      namespace,
                      metadata.get("name")));
      case FLUX -> {
        add(metadata, "labels", "kustomize.toolkit.fluxcd.io/name", RELEASE);
        add(metadata, "labels", "kustomize.toolkit.fluxcd.io/namespace", "flux-system");
      }
    }
    var marked = new LinkedHashMap<String, Object>(manifest);
    marked.put("metadata", metadata);
    return marked;
  }

  private static void add(Map<Object, Object> metadata, String field, String key, String value) {
    var entries = new LinkedHashMap<Object, Object>();
    if (metadata.get(field) instanceof Map<?, ?> written) {
      entries.putAll(written);
    }
    entries.put(key, value);
    metadata.put(field, entries);
  }

  /// True for a client that dry-runs a whole stage and applies nothing of it after one denial.
  public boolean dryRunsFirst() {
    return this == FLUX;
  }

  /// The parts of a bundle that it sends one after the other: Flux makes what others need, to be
  /// valid, before the rest.
  public <T> List<List<T>> stages(List<T> bundle, Function<T, String> kind) {
    if (this != FLUX) {
      return List.of(bundle);
    }
    var definitions =
        bundle.stream()
            .collect(Collectors.partitioningBy(o -> DEFINITIONS.contains(kind.apply(o))));
    return List.of(
        definitions.getOrDefault(true, List.of()), definitions.getOrDefault(false, List.of()));
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
