package dev.fairlead.policies.model;

/// The identity of one Kubernetes object; `namespace` is empty for cluster-wide kinds.
public record ObjectRef(String apiVersion, String kind, String namespace, String name) {
  @Override
  public String toString() {
    return kind + "/" + name;
  }
}
