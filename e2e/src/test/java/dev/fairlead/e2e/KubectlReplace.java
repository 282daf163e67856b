package dev.fairlead.e2e;

/// A person at `kubectl replace --force`, which deletes all objects and creates them anew.
record KubectlReplace() implements Deploys {
  @Override
  public Attempt deploy(Sandbox sandbox, Manifests before, Manifests after) {
    return KubectlDelete.afterwards(
        sandbox,
        Deploys.unwanted(before, after),
        after.objects().isEmpty() ? Attempt.NOTHING_TO_DO : replace(sandbox, after));
  }

  private static Attempt replace(Sandbox sandbox, Manifests after) {
    var file = sandbox.write("release.yaml", Deploys.servicesFirst(after).reversed());
    return Attempt.of(sandbox.kubectl("replace", "--force", "-f", file.toString()));
  }
}
