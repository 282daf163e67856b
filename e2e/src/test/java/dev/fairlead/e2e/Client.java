package dev.fairlead.e2e;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// kubectl, Helm and Flux as a user runs them: child processes with a kubeconfig.
///
/// @param home where they keep what they cache, apart from the user's own
record Client(Binaries binaries, Path kubeconfig, Path home) {
  Finished kubectl(String... arguments) {
    return run("kubectl", arguments);
  }

  Finished helm(String... arguments) {
    return run("helm", arguments);
  }

  /// See `e2e/flux-apply`.
  Finished fluxApply(String... arguments) {
    return run("flux-apply", arguments);
  }

  private Finished run(String program, String... arguments) {
    var command =
        Stream.concat(Stream.of(binaries.get(program).toString()), Stream.of(arguments)).toList();
    return Command.run(environment(), List.copyOf(command));
  }

  private Map<String, String> environment() {
    return Map.of(
        "KUBECONFIG", kubeconfig.toString(),
        "HOME", home.toString(),
        "HELM_CACHE_HOME", home.resolve("helm/cache").toString(),
        "HELM_CONFIG_HOME", home.resolve("helm/config").toString(),
        "HELM_DATA_HOME", home.resolve("helm/data").toString());
  }
}
