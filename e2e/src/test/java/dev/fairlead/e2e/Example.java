package dev.fairlead.e2e;

import java.nio.file.Path;

/// A file of `examples/`: workloads, the Services in front of them, and what Fairlead must find.
record Example(Path file) {
  static Example named(String name) {
    return new Example(Checkout.path("examples").resolve(name + ".yaml"));
  }

  Manifests all() {
    return Manifests.read(file);
  }

  /// All but the Services.
  Manifests workloads() {
    return all().without("Service");
  }

  Manifests services() {
    return all().ofKind("Service");
  }

  /// The message that this check must give in a namespace.
  String message(String check, String namespace) {
    return Wants.of(file).of(check).messageIn(namespace);
  }
}
