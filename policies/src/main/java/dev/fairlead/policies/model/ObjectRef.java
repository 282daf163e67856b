package dev.fairlead.policies.model;

/// The identity of one Kubernetes object; `namespace` is empty for cluster-wide kinds.
public record ObjectRef(String apiVersion, String kind, String namespace, String name) {
  /// The API group: empty for the core group, without the version.
  public String group() {
    return groupOf(apiVersion);
  }

  static String groupOf(String apiVersion) {
    var slash = apiVersion.indexOf('/');
    return slash < 0 ? "" : apiVersion.substring(0, slash);
  }

  /// True when both name the same object, whatever API version either was read in.
  public boolean sameObject(ObjectRef other) {
    return kind.equals(other.kind)
        && name.equals(other.name)
        && namespace.equals(other.namespace)
        && group().equals(other.group());
  }

  /// `Kind/name`, as messages write it.
  @Override
  public String toString() {
    return kind + "/" + name;
  }
}
