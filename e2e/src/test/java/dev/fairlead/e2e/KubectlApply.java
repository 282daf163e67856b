package dev.fairlead.e2e;

import java.util.List;

/// A person at `kubectl apply -f`, who deletes by hand what is no longer wanted once the rest is
/// in.
record KubectlApply(Order order, List<String> options) implements Deploys {
  /// How the objects stand in the file.
  enum Order {
    SERVICES_FIRST,
    SERVICES_LAST
  }

  KubectlApply {
    options = List.copyOf(options);
  }

  @Override
  public Attempt deploy(Sandbox sandbox, Manifests before, Manifests after) {
    return KubectlDelete.afterwards(
        sandbox,
        Deploys.unwanted(before, after),
        after.objects().isEmpty() ? Attempt.NOTHING_TO_DO : apply(sandbox, after));
  }

  private Attempt apply(Sandbox sandbox, Manifests after) {
    var ordered = Deploys.servicesFirst(after);
    var file =
        switch (order) {
          case SERVICES_FIRST -> ordered;
          case SERVICES_LAST -> ordered.reversed();
        };
    return Attempt.of(
        sandbox.apply(sandbox.write("release.yaml", file), options.toArray(String[]::new)));
  }
}
