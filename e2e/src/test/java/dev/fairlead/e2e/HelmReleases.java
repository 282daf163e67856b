package dev.fairlead.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Real Helm, with releases of one chart.
///
/// @param options of `helm upgrade`
record HelmReleases(List<String> options) implements Deploys {
  private static final String RELEASE = "backend";

  HelmReleases {
    options = List.copyOf(options);
  }

  @Override
  public Attempt deploy(Sandbox sandbox, Manifests before, Manifests after) {
    var chart = chart(sandbox, after).toString();
    return helm(
        sandbox,
        Stream.concat(Stream.of("upgrade", "--install", RELEASE, chart), options.stream()));
  }

  @Override
  public Attempt rollBack(Sandbox sandbox, Manifests before, Manifests first) {
    return helm(sandbox, Stream.of("rollback", RELEASE, "1"));
  }

  @Override
  public Attempt uninstall(Sandbox sandbox, Manifests before) {
    return helm(sandbox, Stream.of("uninstall", RELEASE));
  }

  private static Attempt helm(Sandbox sandbox, Stream<String> arguments) {
    var command = Stream.concat(arguments, Stream.of("--namespace", sandbox.namespace()));
    return Attempt.of(sandbox.client().helm(command.toArray(String[]::new)));
  }

  private static Path chart(Sandbox sandbox, Manifests manifests) {
    var folder = sandbox.directory().resolve("chart");
    sandbox.write("chart/templates/all.yaml", manifests);
    try {
      Files.writeString(
          folder.resolve("Chart.yaml"), "apiVersion: v2\nname: backend\nversion: 1.0.0\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return folder;
  }
}
