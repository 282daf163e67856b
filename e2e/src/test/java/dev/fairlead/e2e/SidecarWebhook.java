package dev.fairlead.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.util.io.pem.PemReader;

/// Another mutating webhook, which adds a container with a port to every Deployment that lacks it,
/// as service meshes do.
final class SidecarWebhook implements AutoCloseable {
  private static final Duration TO_REGISTER = Duration.ofSeconds(30);

  /// At the front of the list, so that it stands before the containers that Fairlead knows.
  private static final String PATCH =
      """
      [{"op":"add","path":"/spec/template/spec/containers/0","value":\
      {"name":"sidecar","image":"sidecar","ports":[{"containerPort":15090}]}}]\
      """;

  private final Cluster cluster;
  private final HttpsServer server;
  private final Path registration;
  private final AtomicInteger calls = new AtomicInteger();

  private SidecarWebhook(Cluster cluster, HttpsServer server, Path registration) {
    this.cluster = cluster;
    this.server = server;
    this.registration = registration;
  }

  /// Starts it for one namespace.
  ///
  /// @param name of its configuration: the API server calls webhooks in the order of these names
  static SidecarWebhook start(Cluster cluster, String name, Sandbox sandbox) {
    var directory = sandbox.directory();
    try {
      Files.createDirectories(directory);
      var authority = new Pki();
      var ca = directory.resolve("sidecar-ca.crt");
      authority.writeCertificate(ca);
      var server =
          HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(context(authority, cluster, directory)));
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      var webhook = new SidecarWebhook(cluster, server, directory.resolve("sidecar.yaml"));
      server.createContext("/", webhook::answer);
      server.start();
      cluster.expose(server.getAddress().getPort());
      webhook.register(name, sandbox, Files.readString(ca));
      return webhook;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SSLContext context(Pki authority, Cluster cluster, Path directory)
      throws IOException, GeneralSecurityException {
    var certificate = directory.resolve("sidecar.crt");
    var key = directory.resolve("sidecar.key");
    var host = cluster.testHost();
    if (host.equals("127.0.0.1")) {
      authority.issue(certificate, key, Pki.address(host));
    } else {
      authority.issue(certificate, key, Pki.dnsNames(host));
    }
    var chain =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(Files.newInputStream(certificate))
            .toArray(Certificate[]::new);
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setKeyEntry("sidecar", key(key), new char[0], chain);
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, new char[0]);
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private static Key key(Path file) throws IOException, GeneralSecurityException {
    try (var reader = new PemReader(new StringReader(Files.readString(file)))) {
      var encoded = new PKCS8EncodedKeySpec(reader.readPemObject().getContent());
      return KeyFactory.getInstance("EC").generatePrivate(encoded);
    }
  }

  private void answer(HttpExchange call) throws IOException {
    var body = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    var request = Manifests.child(Manifests.parse(body).objects().getFirst(), "request");
    calls.incrementAndGet();
    var pod = Manifests.at(request, "object", "spec", "template", "spec");
    var there =
        Manifests.children(pod, "containers").stream()
            .anyMatch(c -> "sidecar".equals(c.get("name")));
    var patch = Base64.getEncoder().encodeToString(PATCH.getBytes(StandardCharsets.UTF_8));
    var patched = there ? "" : ",\"patchType\":\"JSONPatch\",\"patch\":\"%s\"".formatted(patch);
    var reply =
        "{\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":\"AdmissionReview\",\"response\":{\"uid\":\"%s\",\"allowed\":true%s}}"
            .formatted(request.get("uid"), patched)
            .getBytes(StandardCharsets.UTF_8);
    call.getResponseHeaders().add("Content-Type", "application/json");
    call.sendResponseHeaders(200, reply.length);
    try (var out = call.getResponseBody()) {
      out.write(reply);
    }
  }

  private void register(String name, Sandbox sandbox, String authority) throws IOException {
    Files.writeString(
        registration,
        """
        apiVersion: admissionregistration.k8s.io/v1
        kind: MutatingWebhookConfiguration
        metadata: {name: %s-%s}
        webhooks:
          - name: sidecar.example.com
            admissionReviewVersions: [v1]
            sideEffects: None
            failurePolicy: Fail
            reinvocationPolicy: IfNeeded
            clientConfig: {url: "https://%s:%d/", caBundle: %s}
            namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %s}}
            rules:
              - {apiGroups: [apps], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [deployments]}
        """
            .formatted(
                name,
                sandbox.namespace(),
                cluster.testHost(),
                server.getAddress().getPort(),
                Base64.getEncoder().encodeToString(authority.getBytes(StandardCharsets.UTF_8)),
                sandbox.namespace()));
    cluster.admin().kubectl("apply", "-f", registration.toString()).successful();
    var asked =
        sandbox.write(
            "sidecar-asked.yaml", Manifests.parse(FixesIT.deployment("asked", "asked:1", "")));
    Await.until(
        "the API server to ask the webhook that adds a sidecar",
        TO_REGISTER,
        () -> {
          sandbox.kubectl("create", "--dry-run=server", "-f", asked.toString()).successful();
          return calls.get() > 0 ? Optional.empty() : Optional.of("no call");
        });
  }

  @Override
  public void close() {
    cluster
        .admin()
        .kubectl("delete", "--ignore-not-found", "-f", registration.toString())
        .successful();
    server.stop(0);
  }
}
