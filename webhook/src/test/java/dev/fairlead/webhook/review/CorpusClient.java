package dev.fairlead.webhook.review;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/// Somebody who sends a bundle object by object: what it calls itself and in which order it does.
sealed interface CorpusClient {
  /// The clients that people use.
  enum Known implements CorpusClient {
    KUBECTL("kubectl apply -f"),
    KUBECTL_K("kubectl apply -k"),
    HELM("Helm"),
    ARGOCD("Argo CD"),
    FLUX("Flux");

    private final String title;

    Known(String title) {
      this.title = title;
    }

    @Override
    public String fieldManager() {
      return switch (this) {
        case KUBECTL, KUBECTL_K -> "kubectl-client-side-apply";
        case HELM -> "helm";
        case ARGOCD -> "argocd-controller";
        case FLUX -> "kustomize-controller";
      };
    }

    @Override
    public List<List<Map<String, ?>>> stages(List<Map<String, ?>> bundle) {
      return switch (this) {
        case KUBECTL -> List.of(bundle);
        case KUBECTL_K -> List.of(sorted(bundle, byKind(KUSTOMIZE)));
        case HELM -> List.of(sorted(bundle, byKind(INSTALL)));
        case ARGOCD ->
            List.of(
                sorted(bundle, byKind(INSTALL).thenComparing(object -> metadata(object, "name"))));
        case FLUX -> stagesOfFlux(sorted(bundle, byKind(KUSTOMIZE)));
      };
    }

    /// What others need to be valid goes first.
    private static List<List<Map<String, ?>>> stagesOfFlux(List<Map<String, ?>> bundle) {
      var definitions = new ArrayList<Map<String, ?>>();
      var others = new ArrayList<Map<String, ?>>();
      for (var object : bundle) {
        (DEFINITIONS.contains(kind(object)) ? definitions : others).add(object);
      }
      return List.of(definitions, others);
    }

    @Override
    public boolean dryRunsFirst() {
      return this == FLUX;
    }

    @Override
    public String toString() {
      return title;
    }
  }

  /// A person whose files lie in no order at all.
  record AtRandom(int seed) implements CorpusClient {
    @Override
    public String fieldManager() {
      return "kubectl-client-side-apply";
    }

    @Override
    public List<List<Map<String, ?>>> stages(List<Map<String, ?>> bundle) {
      var shuffled = new ArrayList<>(bundle);
      Collections.shuffle(shuffled, new Random(seed));
      return List.of(shuffled);
    }

    @Override
    public boolean dryRunsFirst() {
      return false;
    }

    @Override
    public String toString() {
      return "random order " + seed;
    }
  }

  /// Helm's `InstallOrder` (pkg/release/v1/util/kind_sorter.go), which Argo CD has too, of the
  /// kinds that this program meets; every other kind has its place at the end.
  List<String> INSTALL =
      List.of(
          "Namespace",
          "Service",
          "DaemonSet",
          "Pod",
          "ReplicationController",
          "ReplicaSet",
          "Deployment",
          "StatefulSet",
          "Job",
          "CronJob");

  /// Kustomize's legacy order, which `kubectl apply -k` forces, in the same way.
  List<String> KUSTOMIZE = List.of("Namespace", "Service", "Deployment", "StatefulSet", "CronJob");

  Set<String> DEFINITIONS = Set.of("Namespace", "CustomResourceDefinition");

  String fieldManager();

  /// The objects in its order, in the parts that it sends one after the other.
  List<List<Map<String, ?>>> stages(List<Map<String, ?>> bundle);

  /// True for a client that dry-runs a whole stage and applies nothing of it after one denial.
  boolean dryRunsFirst();

  private static List<Map<String, ?>> sorted(
      List<Map<String, ?>> bundle, Comparator<Map<String, ?>> order) {
    return bundle.stream().sorted(order).toList();
  }

  private static Comparator<Map<String, ?>> byKind(List<String> kinds) {
    return Comparator.comparingInt(
        object -> kinds.contains(kind(object)) ? kinds.indexOf(kind(object)) : kinds.size());
  }

  private static String kind(Map<String, ?> object) {
    return String.valueOf(object.get("kind"));
  }

  private static String metadata(Map<String, ?> object, String key) {
    return object.get("metadata") instanceof Map<?, ?> metadata
        ? String.valueOf(metadata.get(key))
        : "";
  }
}
