package dev.fairlead.e2e;

import java.nio.file.Path;
import java.util.stream.Stream;

/// The chart that we ship, as Helm renders it.
final class Chart {
  /// The namespace that the tests install it into, and its release.
  static final String NAMESPACE = "fairlead-system";

  static final String RELEASE = "fairlead";

  private Chart() {}

  static Path folder() {
    return Checkout.path("charts", "fairlead");
  }

  /// What `helm template` makes of it.
  static Manifests rendered(Client client, String... arguments) {
    return renderedAs(client, RELEASE, NAMESPACE, arguments);
  }

  /// What `helm template` makes of it for another release.
  static Manifests renderedAs(
      Client client, String release, String namespace, String... arguments) {
    var command =
        Stream.concat(
            Stream.of("template", release, folder().toString(), "--namespace", namespace),
            Stream.of(arguments));
    return Manifests.parse(client.helm(command.toArray(String[]::new)).successful().out());
  }
}
