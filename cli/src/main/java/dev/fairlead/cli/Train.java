package dev.fairlead.cli;

import dev.fairlead.cli.clients.Client;
import dev.fairlead.cli.embedded.EmbeddedApiServer;
import dev.fairlead.cli.embedded.StillApiServer;
import dev.fairlead.cli.embedded.WebhookCall;
import dev.fairlead.cli.manifests.ManifestDocument.Manifest;
import dev.fairlead.cli.manifests.ManifestFile;
import dev.fairlead.cli.manifests.ManifestSource;
import dev.fairlead.cli.manifests.ManifestSource.Text;
import dev.fairlead.policies.model.ObjectReader;
import dev.fairlead.policies.model.PodMakers;
import dev.fairlead.webhook.cluster.ManifestCluster;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `fairlead train`: all that a server does, done once, for a JVM that records what it loads and
/// compiles (`-XX:AOTCacheOutput`), so that later ones start with that.
@Command(
    name = "train",
    hidden = true,
    description = "Serves for a moment, in front of a cluster that holds these manifests.")
final class Train implements Callable<Integer> {
  private static final Duration TO_BE_READY = Duration.ofMinutes(2);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

  /// How often each manifest is sent: code that runs a few times is not worth compiling.
  private static final int ROUNDS = 5;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Parameters(arity = "1", paramLabel = "PATH", description = "A file or directory.")
  private String path = "";

  @Override
  public Integer call() throws IOException, InterruptedException, CertificateException {
    var manifests =
        ManifestSource.read(List.of(path), InputStream.nullInputStream()).stream()
            .flatMap(Train::manifests)
            .toList();
    var directory = Files.createTempDirectory("fairlead-train");
    try (var cluster = StillApiServer.start(manifests)) {
      var kubeconfig = Files.writeString(directory.resolve("kubeconfig"), cluster.kubeconfig());
      var port = freePort();
      var managementPort = freePort();
      Thread.ofPlatform()
          .daemon()
          .start(
              () ->
                  Fairlead.commandLine("serve")
                      .execute(
                          "serve",
                          "--address=127.0.0.1",
                          "--kubeconfig=" + kubeconfig,
                          "--cert-dir=" + directory,
                          "--port=" + port,
                          "--management-port=" + managementPort));
      if (!becomesReady(managementPort)) {
        spec.commandLine().getErr().println("fairlead train: the server does not become ready");
        return ExitCode.USAGE;
      }
      try (var webhook = WebhookCall.to(port, certificate(directory.resolve("ca.crt")))) {
        for (var round = 0; round < ROUNDS; round++) {
          send(manifests, webhook);
        }
      }
      return ExitCode.OK;
    } finally {
      delete(directory);
    }
  }

  private static void delete(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      for (var file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }

  private static Stream<Map<String, ?>> manifests(ManifestSource source) {
    return source instanceof Text(var file, var text)
        ? ManifestFile.parse(file, text).stream()
            .filter(Manifest.class::isInstance)
            .map(document -> inDefault(((Manifest) document).tree()))
        : Stream.empty();
  }

  /// The object in the namespace that every cluster has.
  private static Map<String, ?> inDefault(Map<String, @Nullable Object> tree) {
    var metadata = new HashMap<Object, @Nullable Object>();
    if (tree.get("metadata") instanceof Map<?, ?> written) {
      metadata.putAll(written);
    }
    metadata.put("namespace", "default");
    var object = new HashMap<>(tree);
    object.put("metadata", metadata);
    return object;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static boolean becomesReady(int managementPort) throws InterruptedException {
    var uri = URI.create("http://127.0.0.1:%d/readyz".formatted(managementPort));
    var deadline = System.nanoTime() + TO_BE_READY.toNanos();
    try (var client = HttpClient.newHttpClient()) {
      while (System.nanoTime() < deadline) {
        if (isReady(client, HttpRequest.newBuilder(uri).build())) {
          return true;
        }
        Thread.sleep(BETWEEN_LOOKS);
      }
    }
    return false;
  }

  private static boolean isReady(HttpClient client, HttpRequest request)
      throws InterruptedException {
    try {
      return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false; // it does not listen yet
    }
  }

  private static X509Certificate certificate(Path file) throws IOException, CertificateException {
    try (var in = Files.newInputStream(file)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  /// Creates each of them in a cluster that holds none yet.
  private static void send(List<Map<String, ?>> manifests, WebhookCall webhook) {
    var server =
        new EmbeddedApiServer(
            new ObjectReader(PodMakers.COMMON),
            new ManifestCluster(InstantSource.system()),
            webhook,
            InstantSource.system());
    manifests.forEach(manifest -> server.apply(manifest, Client.KUBECTL, false));
  }
}
