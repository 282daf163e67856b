package dev.fairlead.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.testcontainers.Testcontainers;
import org.testcontainers.k3s.K3sContainer;
import org.testcontainers.utility.DockerImageName;

/// K3s in a container, which reaches this host through a tunnel of Testcontainers.
final class K3sCluster implements Cluster {
  private static final DockerImageName IMAGE = DockerImageName.parse("rancher/k3s:v1.36.3-k3s1");
  private static final String TEST_HOST = "host.testcontainers.internal";

  private final K3sContainer container;
  private final Client admin;

  private K3sCluster(K3sContainer container, Client admin) {
    this.container = container;
    this.admin = admin;
  }

  static K3sCluster start(Binaries binaries, Path directory) {
    var container = new K3sContainer(IMAGE).withAccessToHost(true);
    container.start();
    try {
      Files.createDirectories(directory);
      var kubeconfig =
          Files.writeString(directory.resolve("admin.kubeconfig"), container.getKubeConfigYaml());
      return new K3sCluster(container, new Client(binaries, kubeconfig, directory));
    } catch (IOException e) {
      container.stop();
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Client admin() {
    return admin;
  }

  @Override
  public String testHost() {
    return TEST_HOST;
  }

  @Override
  public void expose(int port) {
    Testcontainers.exposeHostPorts(port);
  }

  @Override
  public boolean runsPods() {
    return true;
  }

  @Override
  public boolean runsImages() {
    return true;
  }

  /// The API server is one process with everything else.
  @Override
  public Optional<Path> auditLog() {
    return Optional.empty();
  }

  @Override
  public Optional<Integer> stoppable() {
    return Optional.empty();
  }

  @Override
  public void stopApiServer() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void startApiServer() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void compact() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<Shown> shownToWebhooks() {
    return Optional.empty();
  }

  @Override
  public Path directory() {
    return admin.home();
  }

  @Override
  public void close() {
    container.stop();
  }
}
