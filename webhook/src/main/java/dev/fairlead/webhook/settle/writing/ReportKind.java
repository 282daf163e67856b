package dev.fairlead.webhook.settle.writing;

import dev.fairlead.webhook.api.ApiPath;

/// A kind of report that dashboards read, where its CRD is installed.
public enum ReportKind {
  POLICY_REPORT("wgpolicyk8s.io", "v1alpha2", "PolicyReport", "policyreports"),
  OPEN_REPORT("openreports.io", "v1alpha1", "Report", "reports");

  private final String group;
  private final String version;
  private final String kind;
  private final String plural;

  ReportKind(String group, String version, String kind, String plural) {
    this.group = group;
    this.version = version;
    this.kind = kind;
    this.plural = plural;
  }

  /// As manifests write it.
  public String apiVersion() {
    return group + "/" + version;
  }

  /// As manifests write it.
  public String kind() {
    return kind;
  }

  /// As RBAC and kubectl call it: `policyreports.wgpolicyk8s.io`.
  public String resource() {
    return plural + "." + group;
  }

  ApiPath path() {
    return ApiPath.of("apis", group, version, plural);
  }

  ApiPath path(String namespace) {
    return ApiPath.of("apis", group, version, "namespaces", namespace, plural);
  }
}
