package dev.fairlead.e2e;

import java.util.ArrayList;
import java.util.Map;

/// A program that has Helm inside: Helm's order and marks, under a field manager of its own.
///
/// An install goes on after a failure. An upgrade goes on after an object that it cannot change,
/// and stops at one that it cannot create; what is no longer wanted stays until all the rest is in.
record EmbeddedHelm(Api api) implements Deploys {
  private static final String FIELD_MANAGER = "shop-operator";

  @Override
  public Attempt deploy(Sandbox sandbox, Manifests before, Manifests after) {
    var attempts = new ArrayList<Attempt>();
    for (var object : Deploys.servicesFirst(after).objects()) {
      var marked = marked(Manifests.inNamespace(object, sandbox.namespace()), sandbox.namespace());
      var isThere = api.isThere(marked);
      attempts.add(Attempt.of("apply", api.apply(marked, FIELD_MANAGER)));
      var stops = !before.objects().isEmpty() && !isThere;
      if (stops && !attempts.getLast().succeeded()) {
        return Attempt.all(attempts);
      }
    }
    if (Attempt.all(attempts).succeeded()) {
      for (var object : Deploys.servicesFirst(Deploys.unwanted(before, after)).objects()) {
        var unwanted = Manifests.inNamespace(object, sandbox.namespace());
        attempts.add(Attempt.of("delete", api.delete(unwanted)));
      }
    }
    return Attempt.all(attempts);
  }

  private static Map<String, Object> marked(Map<String, Object> object, String namespace) {
    return Manifests.marked(
        object,
        Map.of("app.kubernetes.io/managed-by", "Helm"),
        Map.of(
            "meta.helm.sh/release-name", "backend", "meta.helm.sh/release-namespace", namespace));
  }
}
