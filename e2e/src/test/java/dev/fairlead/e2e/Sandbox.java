package dev.fairlead.e2e;

import dev.fairlead.policies.judge.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// A namespace of one test's own, and the files that the test writes for it.
record Sandbox(Client client, String namespace, Path directory) {
  static Sandbox create(Cluster cluster, Level level) {
    var template =
        Manifests.parse(
            """
            apiVersion: v1
            kind: Namespace
            metadata:
              generateName: %s-
              labels: {%s: "%s"}
            """
                .formatted(level.label(), Level.LABEL, level.label()));
    var file =
        template.write(cluster.directory().resolve("namespaces").resolve(level.label() + ".yaml"));
    var client = cluster.admin();
    var name =
        client
            .kubectl("create", "-f", file.toString(), "-o", "jsonpath={.metadata.name}")
            .successful()
            .out();
    if (cluster.runsPods()) {
      // After the API server was away, the controllers look again within a minute.
      client
          .kubectl("wait", "serviceaccount/default", "-n", name, "--for=create", "--timeout=2m")
          .successful();
    }
    return new Sandbox(client, name, cluster.directory().resolve("sandboxes").resolve(name));
  }

  /// Takes away every Service that tests have made: those of one suite would be what workloads of
  /// the next one name, and hold ports of nodes.
  static void removeServices(Cluster cluster) {
    var elsewhere = "--field-selector=metadata.namespace!=default,metadata.namespace!=kube-system";
    cluster
        .admin()
        .kubectl("delete", "services", "--all-namespaces", "--wait=false", elsewhere)
        .successful();
  }

  /// Makes the namespace one of this level.
  void setLevel(Level level) {
    client
        .kubectl("label", "namespace", namespace, "--overwrite", Level.LABEL + "=" + level.label())
        .successful();
  }

  /// Writes manifests as objects of this namespace; no Namespace is among them.
  Path write(String fileName, Manifests manifests) {
    var moved =
        manifests.without("Namespace").objects().stream()
            .map(object -> Manifests.inNamespace(object, namespace))
            .toList();
    return new Manifests(moved).write(directory.resolve(fileName));
  }

  Finished kubectl(String... arguments) {
    var command = Stream.concat(Stream.of("-n", namespace), Stream.of(arguments));
    return client.kubectl(command.toArray(String[]::new));
  }

  Finished apply(Path file, String... options) {
    var command =
        Stream.concat(Stream.of("apply", "-f", file.toString()), List.of(options).stream());
    return kubectl(command.toArray(String[]::new));
  }
}
