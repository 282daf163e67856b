package dev.fairlead.e2e;

import java.util.Map;
import java.util.stream.Stream;

/// Somebody who brings releases into a namespace, the same again as often as it takes.
interface Deploys {
  /// Brings a release in place of the one before, and takes away what it no longer holds.
  Attempt deploy(Sandbox sandbox, Manifests before, Manifests after);

  /// Brings the first release back.
  default Attempt rollBack(Sandbox sandbox, Manifests before, Manifests first) {
    return deploy(sandbox, before, first);
  }

  default Attempt uninstall(Sandbox sandbox, Manifests before) {
    return deploy(sandbox, before, Manifests.NONE);
  }

  /// What the release before held and this one does not.
  static Manifests unwanted(Manifests before, Manifests after) {
    return before.only(
        object ->
            after.objects().stream()
                .map(Deploys::name)
                .noneMatch(name -> name.equals(name(object))));
  }

  private static String name(Map<String, Object> object) {
    return Manifests.kind(object) + "/" + Manifests.text(Manifests.metadata(object), "name");
  }

  /// Services first, as most tools order them.
  static Manifests servicesFirst(Manifests manifests) {
    return new Manifests(
        Stream.concat(
                manifests.ofKind("Service").objects().stream(),
                manifests.without("Service").objects().stream())
            .toList());
  }
}
