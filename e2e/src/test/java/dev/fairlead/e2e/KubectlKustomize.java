package dev.fairlead.e2e;

/// A person at `kubectl apply -k`, who lists the Deployments first; kustomize puts Services before
/// them all the same.
record KubectlKustomize() implements Deploys {
  @Override
  public Attempt deploy(Sandbox sandbox, Manifests before, Manifests after) {
    return KubectlDelete.afterwards(
        sandbox,
        Deploys.unwanted(before, after),
        after.objects().isEmpty() ? Attempt.NOTHING_TO_DO : apply(sandbox, after));
  }

  private static Attempt apply(Sandbox sandbox, Manifests after) {
    sandbox.write("kustomize/release.yaml", Deploys.servicesFirst(after).reversed());
    Manifests.parse("resources: [release.yaml]")
        .write(sandbox.directory().resolve("kustomize/kustomization.yaml"));
    var folder = sandbox.directory().resolve("kustomize").toString();
    return Attempt.of(sandbox.kubectl("apply", "-k", folder));
  }
}
