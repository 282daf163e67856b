package dev.fairlead.e2e;

/// `kubectl delete -f` of what a release no longer holds.
final class KubectlDelete {
  private KubectlDelete() {}

  /// Deletes it where all before went well.
  static Attempt afterwards(Sandbox sandbox, Manifests unwanted, Attempt before) {
    if (!before.succeeded() || unwanted.objects().isEmpty()) {
      return before;
    }
    var file = sandbox.write("unwanted.yaml", unwanted);
    return before.and(
        Attempt.of(sandbox.kubectl("delete", "-f", file.toString(), "--ignore-not-found")));
  }
}
