package dev.fairlead.policies.model;

import java.util.Set;

/// Tells kinds that may make Pods no manifest shows from kinds that make none.
///
/// @param podless API groups (`cert-manager.io`) and kinds (`argoproj.io/Application`) that make no
///   Pods
public record PodMakers(Set<String> podless) {
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

  /// The kinds in common use that make no Pods. Of a group that also holds kinds which do
  /// (Prometheus, HelmRelease), the harmless ones are named singly.
  public static final PodMakers COMMON =
      new PodMakers(
          Set.of(
              "acme.cert-manager.io",
              "argoproj.io/AppProject",
              "argoproj.io/Application",
              "argoproj.io/ApplicationSet",
              "autoscaling.k8s.io",
              "bitnami.com/SealedSecret",
              "cert-manager.io",
              "cilium.io",
              "cloud.google.com",
              "config.gatekeeper.sh",
              "constraints.gatekeeper.sh",
              "crd.projectcalico.org",
              "externaldns.k8s.io",
              "external-secrets.io",
              "gateway.networking.k8s.io",
              "image.toolkit.fluxcd.io",
              "k8s.cni.cncf.io",
              "k8s.nginx.org",
              "keda.sh/ScaledObject",
              "keda.sh/TriggerAuthentication",
              "keda.sh/ClusterTriggerAuthentication",
              "kustomize.toolkit.fluxcd.io",
              "kyverno.io",
              "monitoring.coreos.com/AlertmanagerConfig",
              "monitoring.coreos.com/PodMonitor",
              "monitoring.coreos.com/Probe",
              "monitoring.coreos.com/PrometheusRule",
              "monitoring.coreos.com/ScrapeConfig",
              "monitoring.coreos.com/ServiceMonitor",
              "monitoring.googleapis.com",
              "mutations.gatekeeper.sh",
              "networking.gke.io",
              "networking.istio.io",
              "notification.toolkit.fluxcd.io",
              "openreports.io",
              "policies.kyverno.io",
              "policy.linkerd.io",
              "projectcalico.org",
              "route.openshift.io",
              "secrets-store.csi.x-k8s.io",
              "security.istio.io",
              "snapshot.storage.k8s.io",
              "source.toolkit.fluxcd.io",
              "split.smi-spec.io",
              "telemetry.istio.io",
              "templates.gatekeeper.sh",
              "traefik.io",
              "wgpolicyk8s.io"));

  public PodMakers {
    podless = Set.copyOf(podless);
  }

  /// What a kind without a pod template may make.
  OtherObject.Pods madeBy(String apiVersion, String kind) {
    return mayMakePods(apiVersion, kind) ? OtherObject.Pods.UNKNOWN : OtherObject.Pods.NONE;
  }

  private boolean mayMakePods(String apiVersion, String kind) {
    var group = ObjectRef.groupOf(apiVersion);
    return !isKubernetesOwn(apiVersion)
        && !podless.contains(group)
        && !podless.contains(group + "/" + kind);
  }

  /// True for the API groups that Kubernetes itself serves.
  public static boolean isKubernetesOwn(String apiVersion) {
    return OWN_GROUPS.contains(ObjectRef.groupOf(apiVersion));
  }
}
