package dev.fairlead.policies.model;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Tells three sorts of custom kinds apart: those whose pod template is known, those that make no
/// Pods, and those that may make Pods which no manifest shows.
///
/// @param podless API groups (`cert-manager.io`), kinds (`argoproj.io/Application`) and families of
///   groups (`*.services.k8s.aws`) that make no Pods; of a family, kinds with `!` may
///   (`!eks.services.k8s.aws/Addon`)
/// @param templates by kind (`apps.kruise.io/UnitedDeployment`) the places where its template may
///   stand; a kind that is not named may have one at `spec.template`
public record PodMakers(Set<String> podless, Map<String, List<FieldPath>> templates) {
  /// The kind whose Pods may come from the template of the workload that `spec.workloadRef` names.
  private static final String ROLLOUT = "argoproj.io/Rollout";

  private static final FieldPath TEMPLATE = FieldPath.of("spec", "template");

  /// Groups and kinds whose controllers give Pods the labels of the template, and besides only
  /// those that are known to be set at run time.
  private static final Set<String> TO_THE_LETTER =
      Set.of("apps.kruise.io", "apps.openshift.io", "argoproj.io/Rollout", "serving.knative.dev");

  /// Kubernetes' own groups: whatever they hold besides workloads makes no Pods.
  private static final Set<String> OWN_GROUPS =
      Set.of(
          "",
          "admissionregistration.k8s.io",
          "apiextensions.k8s.io",
          "apiregistration.k8s.io",
          "apps",
          "authentication.k8s.io",
          "authorization.k8s.io",
          "autoscaling",
          "batch",
          "certificates.k8s.io",
          "coordination.k8s.io",
          "discovery.k8s.io",
          "events.k8s.io",
          "extensions",
          "flowcontrol.apiserver.k8s.io",
          "internal.apiserver.k8s.io",
          "kustomize.config.k8s.io",
          "metrics.k8s.io",
          "networking.k8s.io",
          "node.k8s.io",
          "policy",
          "rbac.authorization.k8s.io",
          "resource.k8s.io",
          "scheduling.k8s.io",
          "storage.k8s.io",
          "storagemigration.k8s.io");

  /// What is known of the kinds in common use.
  public static final PodMakers COMMON =
      new PodMakers(
          PodlessKinds.common(),
          Map.of(
              "apps.kruise.io/UnitedDeployment",
              List.of(
                  FieldPath.of("spec", "template", "statefulSetTemplate", "spec", "template"),
                  FieldPath.of(
                      "spec", "template", "advancedStatefulSetTemplate", "spec", "template"),
                  FieldPath.of("spec", "template", "cloneSetTemplate", "spec", "template"),
                  FieldPath.of("spec", "template", "deploymentTemplate", "spec", "template"))));

  public PodMakers {
    podless = Set.copyOf(podless);
    templates = Map.copyOf(templates);
  }

  /// The same, and more: what a cluster's owner knows of kinds that we do not.
  public PodMakers and(Set<String> morePodless, Map<String, FieldPath> moreTemplates) {
    var allPodless = new HashSet<>(podless);
    allPodless.addAll(morePodless);
    var allTemplates = new HashMap<>(templates);
    moreTemplates.forEach((kind, path) -> allTemplates.put(kind, List.of(path)));
    return new PodMakers(allPodless, allTemplates);
  }

  /// Where the template of a custom kind may stand.
  List<FieldPath> templatesOf(ObjectRef ref) {
    return templates.getOrDefault(ref.group() + "/" + ref.kind(), List.of(TEMPLATE));
  }

  /// What an object without a pod template may make.
  OtherObject.Pods madeBy(Fields root, ObjectRef ref) {
    var spec = root.quietly().object("spec");
    switch (ref.group() + "/" + ref.kind()) {
      case "apps.kruise.io/SidecarSet" -> {
        return new OtherObject.Pods.Injects(spec.object("selector").texts("matchLabels"));
      }
      case "autoscaling/HorizontalPodAutoscaler", "keda.sh/ScaledObject" -> {
        var target = spec.object("scaleTargetRef");
        return new OtherObject.Pods.Scales(
            target.text("kind").orElse("Deployment"), target.text("name").orElse(""));
      }
      default -> {}
    }
    if (!mayMakePods(ref.group(), ref.kind())) {
      return new OtherObject.Pods.None();
    }
    return templateOfAnother(root, ref)
        .<OtherObject.Pods>map(pods -> pods)
        .orElseGet(OtherObject.Pods.Unknown::new);
  }

  private static Optional<OtherObject.Pods.FromTemplateOf> templateOfAnother(
      Fields root, ObjectRef ref) {
    if (!ROLLOUT.equals(ref.group() + "/" + ref.kind())) {
      return Optional.empty();
    }
    var workload = root.quietly().object("spec").object("workloadRef");
    return workload
        .text("kind")
        .flatMap(
            kind ->
                workload.text("name").map(name -> new OtherObject.Pods.FromTemplateOf(kind, name)));
  }

  /// True for the kinds of whose Pods nothing is known but what their objects say.
  public boolean mayMakePods(String group, String kind) {
    return !OWN_GROUPS.contains(group)
        && !podless.contains(group)
        && !podless.contains(group + "/" + kind)
        && !isOfPodlessFamily(group, kind);
  }

  private boolean isOfPodlessFamily(String group, String kind) {
    var dot = group.indexOf('.');
    return dot > 0
        && podless.contains("*" + group.substring(dot))
        && !podless.contains("!" + group + "/" + kind);
  }

  static boolean addsNoLabels(String group, String kind) {
    return TO_THE_LETTER.contains(group) || TO_THE_LETTER.contains(group + "/" + kind);
  }

  /// True for the API groups that Kubernetes itself serves.
  public static boolean isKubernetesOwn(String apiVersion) {
    return OWN_GROUPS.contains(ObjectRef.groupOf(apiVersion));
  }
}
