package dev.fairlead.policies.model;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// Reads from an object's labels and annotations which releases it belongs to.
final class ReleaseMarks {
  private static final String HELM_NAME = "meta.helm.sh/release-name";
  private static final String HELM_NAMESPACE = "meta.helm.sh/release-namespace";

  /// `app:group/Kind:namespace/name` (Argo CD, util/argo/resource_tracking.go).
  private static final String ARGOCD_TRACKING = "argocd.argoproj.io/tracking-id";

  private static final String ARGOCD_INSTANCE = "argocd.argoproj.io/instance";

  /// Flux's labels, less the part that says what of the object they give.
  private static final Set<String> FLUX =
      Set.of("kustomize.toolkit.fluxcd.io/", "helm.toolkit.fluxcd.io/");

  private static final String INSTANCE = "app.kubernetes.io/instance";
  private static final String MANAGER = "app.kubernetes.io/managed-by";

  private ReleaseMarks() {}

  /// A word for each release; a mark without a value is none.
  static Set<String> of(Map<String, String> labels, Map<String, String> annotations) {
    if (labels.isEmpty() && annotations.isEmpty()) {
      return Set.of();
    }
    var releases = new LinkedHashSet<String>();
    var helm = annotations.getOrDefault(HELM_NAME, "");
    if (!helm.isEmpty()) {
      releases.add("Helm %s/%s".formatted(annotations.getOrDefault(HELM_NAMESPACE, ""), helm));
    }
    var tracked = annotations.getOrDefault(ARGOCD_TRACKING, "");
    var app = tracked.indexOf(':') < 0 ? "" : tracked.substring(0, tracked.indexOf(':'));
    addNamed("Argo CD ", app, releases);
    addNamed("Argo CD ", labels.getOrDefault(ARGOCD_INSTANCE, ""), releases);
    for (var prefix : FLUX) {
      var name = labels.getOrDefault(prefix + "name", "");
      if (!name.isEmpty()) {
        releases.add("Flux %s/%s".formatted(labels.getOrDefault(prefix + "namespace", ""), name));
      }
    }
    var instance = labels.getOrDefault(INSTANCE, "");
    var manager = labels.getOrDefault(MANAGER, "");
    if (!instance.isEmpty() && !manager.isEmpty()) {
      releases.add("%s by %s".formatted(instance, manager));
    }
    return releases;
  }

  private static void addNamed(String who, String name, Set<String> releases) {
    if (!name.isEmpty()) {
      releases.add(who + name);
    }
  }

  /// True for what Helm installs, whoever embeds it.
  static boolean isHelms(Map<String, String> annotations) {
    return !annotations.getOrDefault(HELM_NAME, "").isEmpty();
  }
}
