package dev.fairlead.e2e;

/// Flux's own library, which tries a whole release in a dry run before it applies any of it.
record FluxApply() implements Deploys {
  @Override
  public Attempt deploy(Sandbox sandbox, Manifests before, Manifests after) {
    var wanted = sandbox.write("wanted.yaml", after);
    var unwanted = sandbox.write("unwanted.yaml", Deploys.unwanted(before, after));
    return Attempt.of(
        sandbox.client().fluxApply(sandbox.namespace(), wanted.toString(), unwanted.toString()));
  }
}
