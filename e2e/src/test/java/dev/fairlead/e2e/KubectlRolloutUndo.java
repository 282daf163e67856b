package dev.fairlead.e2e;

import java.util.ArrayList;
import java.util.List;

/// A person who goes back by `kubectl rollout undo`, and then applies the Services of that release.
record KubectlRolloutUndo() implements Deploys {
  private static final Deploys FORTH =
      new KubectlApply(KubectlApply.Order.SERVICES_FIRST, List.of());

  @Override
  public Attempt deploy(Sandbox sandbox, Manifests before, Manifests after) {
    return FORTH.deploy(sandbox, before, after);
  }

  @Override
  public Attempt rollBack(Sandbox sandbox, Manifests before, Manifests first) {
    var attempts = new ArrayList<Attempt>();
    for (var deployment : first.ofKind("Deployment").objects()) {
      var name = Manifests.text(Manifests.metadata(deployment), "name");
      attempts.add(
          Attempt.of(sandbox.kubectl("rollout", "undo", "deployment/" + name, "--to-revision=1")));
    }
    attempts.add(FORTH.deploy(sandbox, before.ofKind("Service"), first.ofKind("Service")));
    return Attempt.all(attempts);
  }
}
