package dev.fairlead.e2e;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;

/// Where a cluster to test against comes from.
enum Provider {
  CONTROL_PLANE {
    @Override
    Optional<String> missing() {
      return Optional.of(Binaries.build())
          .filter(run -> run.exitCode() != 0)
          .map(run -> run.err().lines().reduce("", (_, last) -> last));
    }

    @Override
    Cluster start(Path directory) {
      return ControlPlaneCluster.start(Binaries.found(), directory);
    }
  },

  K3S {
    @Override
    Optional<String> missing() {
      return DockerClientFactory.instance().isDockerAvailable()
          ? Optional.empty()
          : Optional.of("no Docker engine answers: start one, or point DOCKER_HOST at one");
    }

    @Override
    Cluster start(Path directory) {
      return K3sCluster.start(Binaries.found(), directory);
    }
  };

  /// The system property that names the provider of this run; Maven runs the tests once for each.
  private static final String RUN = "fairlead.e2e.provider";

  private static final String CHOICE = "FAIRLEAD_E2E_CLUSTER";
  private static final String AUTO = "auto";

  /// The provider whose clusters this run tests against: [#CONTROL_PLANE] unless [#RUN] says
  /// otherwise.
  static Provider ofThisRun() {
    var label = System.getProperty(RUN, CONTROL_PLANE.label());
    return labelled(label)
        .orElseThrow(
            () ->
                new AssertionError(
                    "%s=%s: must be one of control-plane, k3s".formatted(RUN, label)));
  }

  /// What this machine lacks, and how to get it; empty when it lacks nothing.
  abstract Optional<String> missing();

  /// Starts a cluster that keeps its files in an empty folder.
  abstract Cluster start(Path directory);

  /// The value of [#CHOICE] that asks for it.
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// Why its tests do not run, where they need not: another provider was asked for, or does for it.
  /// Fails where the tests would run nowhere, or where this one was asked for by name.
  Optional<String> excuse() {
    var choice = choice();
    if (choice.filter(chosen -> chosen != this).isPresent()) {
      return Optional.of("%s=%s".formatted(CHOICE, choice.orElseThrow().label()));
    }
    var missing = missing();
    if (missing.isPresent() && choice.isPresent()) {
      throw new AssertionError("%s=%s: %s".formatted(CHOICE, label(), missing.get()));
    }
    if (missing.isPresent() && others().allMatch(other -> other.missing().isPresent())) {
      throw new AssertionError(
          "NO CLUSTER to test against: "
              + Arrays.stream(values())
                  .map(each -> "%s: %s".formatted(each.label(), each.missing().orElse("")))
                  .collect(Collectors.joining("; ")));
    }
    return missing;
  }

  private Stream<Provider> others() {
    return Arrays.stream(values()).filter(other -> other != this);
  }

  /// The provider that was asked for, unless any will do.
  private static Optional<Provider> choice() {
    var value = Optional.ofNullable(System.getenv(CHOICE)).filter(v -> !v.isEmpty()).orElse(AUTO);
    if (value.equals(AUTO)) {
      return Optional.empty();
    }
    return Optional.of(
        labelled(value)
            .orElseThrow(
                () ->
                    new AssertionError(
                        "%s=%s: must be one of auto, control-plane, k3s"
                            .formatted(CHOICE, value))));
  }

  private static Optional<Provider> labelled(String label) {
    return Arrays.stream(values()).filter(each -> each.label().equals(label)).findFirst();
  }
}
