package dev.fairlead.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.GeneralName;

/// The real programs of a control plane, on loopback: etcd and kube-apiserver; also
/// kube-controller-manager, and kube-scheduler with kwok in place of kubelets, where the folder has
/// them.
final class ControlPlaneCluster implements Cluster {
  private static final Duration TO_START = Duration.ofMinutes(2);
  private static final String LOOPBACK = "127.0.0.1";
  private static final String ADMIN = "admin";
  private static final String CONTROLLER_MANAGER = "kube-controller-manager";
  private static final String SCHEDULER = "kube-scheduler";
  private static final String KWOK = "kwok";

  /// As whom the API server calls webhooks that ask who it is.
  private static final String WEBHOOK_CLIENT = "kube-apiserver-webhook-client";

  private static final String NODE =
      """
      apiVersion: v1
      kind: Node
      metadata:
        name: node
        annotations: {kwok.x-k8s.io/node: fake}
        labels: {kubernetes.io/hostname: node, kubernetes.io/os: linux}
      status:
        allocatable: {cpu: "64", memory: 256Gi, pods: "1000"}
        capacity: {cpu: "64", memory: 256Gi, pods: "1000"}
      """;

  private final Binaries binaries;
  private final Path directory;
  private final int etcdPort = Ports.free();
  private final int etcdPeerPort = Ports.free();
  private final int apiServerPort = Ports.free();
  private final List<Daemon> daemons = new ArrayList<>();
  private Optional<Daemon> apiServer = Optional.empty();

  private ControlPlaneCluster(Binaries binaries, Path directory) {
    this.binaries = binaries;
    this.directory = directory;
  }

  /// Starts one that keeps its files and logs in an empty folder.
  static ControlPlaneCluster start(Binaries binaries, Path directory) {
    var cluster = new ControlPlaneCluster(binaries, directory);
    try {
      cluster.start();
      return cluster;
    } catch (IOException e) {
      cluster.close();
      throw new UncheckedIOException(e);
    } catch (RuntimeException | Error e) {
      cluster.close();
      throw e;
    }
  }

  private void start() throws IOException {
    Files.createDirectories(directory.resolve("pki"));
    writeKeys();
    writeAdmissionConfiguration();
    writeIdentities(
        Map.of(
            ADMIN,
            "kubernetes-admin,admin,system:masters",
            CONTROLLER_MANAGER,
            "system:kube-controller-manager,kcm,",
            SCHEDULER,
            "system:kube-scheduler,scheduler,",
            KWOK,
            "kwok,kwok,system:masters"));
    daemons.add(run("etcd", etcdArguments()));
    startApiServer();
    if (hasControllers()) {
      var controllers = run(CONTROLLER_MANAGER, controllerManagerArguments());
      daemons.add(controllers);
      controllers.await(
          "the default ServiceAccount",
          TO_START,
          () -> failure("get", "serviceaccount", "default", "-n", "default"));
    }
    if (runsPods()) {
      startPods();
    }
  }

  private void startPods() throws IOException {
    daemons.add(run(SCHEDULER, schedulerArguments()));
    var node = Files.writeString(directory.resolve("node.yaml"), NODE);
    admin().kubectl("apply", "-f", node.toString()).successful();
    var kwok = run(KWOK, kwokArguments());
    daemons.add(kwok);
    kwok.await(
        "a ready node",
        TO_START,
        () -> failure("wait", "node/node", "--for=condition=Ready", "--timeout=1s"));
  }

  private Optional<String> failure(String... kubectl) {
    return Optional.of(admin().kubectl(kubectl))
        .filter(run -> run.exitCode() != 0)
        .map(Finished::err);
  }

  private void writeKeys() {
    var authority = new Pki();
    authority.writeCertificate(pki("ca.crt"));
    authority.writeKey(pki("ca.key"));
    var names =
        Stream.concat(
            Stream.of(Pki.address(LOOPBACK), Pki.address("10.96.0.1")),
            Stream.of(
                Pki.dnsNames(
                    "localhost",
                    "kubernetes",
                    "kubernetes.default",
                    "kubernetes.default.svc",
                    "kubernetes.default.svc.cluster.local")));
    authority.issue(pki("apiserver.crt"), pki("apiserver.key"), names.toArray(GeneralName[]::new));
    Pki.writeKeyPair(pki("service-accounts.key"), pki("service-accounts.pub"));
    authority.issueForClient(pki("webhook-client.crt"), pki("webhook-client.key"), WEBHOOK_CLIENT);
  }

  /// What makes the API server show a certificate to webhooks, and which.
  private void writeAdmissionConfiguration() throws IOException {
    var users = directory.resolve("webhook-users.kubeconfig");
    Files.writeString(
        users,
        """
        apiVersion: v1
        kind: Config
        users:
          - name: "*"
            user:
              client-certificate: %s
              client-key: %s
        """
            .formatted(pki("webhook-client.crt"), pki("webhook-client.key")));
    Files.writeString(
        directory.resolve("admission.yaml"),
        """
        apiVersion: apiserver.config.k8s.io/v1
        kind: AdmissionConfiguration
        plugins:
          - name: ValidatingAdmissionWebhook
            configuration:
              apiVersion: apiserver.config.k8s.io/v1
              kind: WebhookAdmissionConfiguration
              kubeConfigFile: %1$s
          - name: MutatingAdmissionWebhook
            configuration:
              apiVersion: apiserver.config.k8s.io/v1
              kind: WebhookAdmissionConfiguration
              kubeConfigFile: %1$s
        """
            .formatted(users));
    Files.writeString(
        directory.resolve("audit.yaml"),
        """
        apiVersion: audit.k8s.io/v1
        kind: Policy
        omitStages: [RequestReceived]
        rules:
          # The controllers' own ask for much that no test reads.
          - level: None
            userGroups: ["system:serviceaccounts:kube-system"]
          - level: Metadata
            userGroups: ["system:serviceaccounts"]
          - level: None
        """);
  }

  /// Static tokens: the folder is gone before anybody could use them.
  private void writeIdentities(Map<String, String> users) throws IOException {
    var tokens = new LinkedHashMap<String, String>();
    for (var user : users.entrySet()) {
      var token = UUID.randomUUID().toString();
      tokens.put(user.getKey(), token + "," + user.getValue());
      Kubeconfig.write(
          kubeconfig(user.getKey()),
          "https://%s:%d".formatted(LOOPBACK, apiServerPort),
          Files.readString(pki("ca.crt")),
          token);
    }
    Files.write(pki("tokens.csv"), tokens.values());
  }

  private Daemon run(String program, List<String> arguments) {
    var command =
        Stream.concat(Stream.of(binaries.get(program).toString()), arguments.stream()).toList();
    // kwok reads a file of the user's home.
    var environment = Map.of("HOME", directory.toString());
    return Daemon.start(
        program, directory.resolve("logs").resolve(program + ".log"), environment, command);
  }

  private List<String> etcdArguments() {
    var client = "http://%s:%d".formatted(LOOPBACK, etcdPort);
    var peer = "http://%s:%d".formatted(LOOPBACK, etcdPeerPort);
    return List.of(
        "--name=etcd",
        "--data-dir=" + directory.resolve("etcd"),
        "--unsafe-no-fsync",
        "--log-level=warn",
        "--listen-client-urls=" + client,
        "--advertise-client-urls=" + client,
        "--listen-peer-urls=" + peer,
        "--initial-advertise-peer-urls=" + peer,
        "--initial-cluster=etcd=" + peer);
  }

  private List<String> apiServerArguments() {
    var arguments =
        List.of(
            "--etcd-servers=http://%s:%d".formatted(LOOPBACK, etcdPort),
            "--bind-address=" + LOOPBACK,
            "--advertise-address=" + LOOPBACK,
            "--endpoint-reconciler-type=none",
            "--secure-port=" + apiServerPort,
            "--tls-cert-file=" + pki("apiserver.crt"),
            "--tls-private-key-file=" + pki("apiserver.key"),
            "--cert-dir=" + directory.resolve("pki"),
            "--client-ca-file=" + pki("ca.crt"),
            "--token-auth-file=" + pki("tokens.csv"),
            "--admission-control-config-file=" + directory.resolve("admission.yaml"),
            "--audit-policy-file=" + directory.resolve("audit.yaml"),
            "--audit-log-path=" + auditLog().orElseThrow(),
            "--authorization-mode=Node,RBAC",
            "--service-account-issuer=https://kubernetes.default.svc",
            "--service-account-key-file=" + pki("service-accounts.pub"),
            "--service-account-signing-key-file=" + pki("service-accounts.key"),
            "--service-cluster-ip-range=10.96.0.0/16",
            "--allow-privileged=true",
            "--requestheader-client-ca-file=" + pki("ca.crt"),
            "--requestheader-allowed-names=front-proxy",
            "--requestheader-username-headers=X-Remote-User",
            "--requestheader-group-headers=X-Remote-Group",
            "--requestheader-extra-headers-prefix=X-Remote-Extra-");
    // Without controllers nobody makes the ServiceAccounts that every Pod must have.
    return hasControllers()
        ? arguments
        : Stream.concat(arguments.stream(), Stream.of("--disable-admission-plugins=ServiceAccount"))
            .toList();
  }

  private List<String> controllerManagerArguments() {
    return Stream.concat(
            componentArguments(CONTROLLER_MANAGER),
            Stream.of(
                "--use-service-account-credentials=true",
                "--root-ca-file=" + pki("ca.crt"),
                "--service-account-private-key-file=" + pki("service-accounts.key"),
                "--cluster-signing-cert-file=" + pki("ca.crt"),
                "--cluster-signing-key-file=" + pki("ca.key")))
        .toList();
  }

  private List<String> schedulerArguments() {
    return componentArguments(SCHEDULER).toList();
  }

  private Stream<String> componentArguments(String component) {
    var kubeconfig = kubeconfig(component);
    return Stream.of(
        "--kubeconfig=" + kubeconfig,
        "--authentication-kubeconfig=" + kubeconfig,
        "--authorization-kubeconfig=" + kubeconfig,
        "--bind-address=" + LOOPBACK,
        "--secure-port=" + Ports.free(),
        "--cert-dir=" + directory.resolve("pki").resolve(component),
        "--leader-elect=false");
  }

  private List<String> kwokArguments() {
    return List.of(
        "--kubeconfig=" + kubeconfig(KWOK),
        "--manage-all-nodes",
        "--node-lease-duration-seconds=40",
        "--node-ip=10.0.0.10",
        "--cidr=10.244.0.1/16",
        "--config=" + stages().orElseThrow());
  }

  /// What kwok does with nodes and Pods, which the build leaves beside it.
  private Optional<Path> stages() {
    return binaries.folders().stream()
        .map(folder -> folder.resolve("kwok-stages.yaml"))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  private boolean hasControllers() {
    return binaries.find(CONTROLLER_MANAGER).isPresent();
  }

  @Override
  public boolean runsPods() {
    return hasControllers()
        && binaries.find(SCHEDULER).isPresent()
        && binaries.find(KWOK).isPresent()
        && stages().isPresent();
  }

  @Override
  public boolean runsImages() {
    return false;
  }

  @Override
  public Client admin() {
    return new Client(binaries, kubeconfig(ADMIN), directory);
  }

  @Override
  public String testHost() {
    return LOOPBACK;
  }

  /// The API server is on loopback too.
  @Override
  public void expose(int port) {}

  @Override
  public Optional<Shown> shownToWebhooks() {
    return Optional.of(new Shown(pki("ca.crt"), WEBHOOK_CLIENT));
  }

  @Override
  public Optional<Path> auditLog() {
    return Optional.of(directory.resolve("logs").resolve("audit.log"));
  }

  @Override
  public Optional<Integer> stoppable() {
    return Optional.of(apiServerPort);
  }

  @Override
  public void stopApiServer() {
    apiServer.ifPresent(
        daemon -> {
          daemons.remove(daemon);
          daemon.close();
        });
    apiServer = Optional.empty();
  }

  @Override
  public void startApiServer() {
    var started = run("kube-apiserver", apiServerArguments());
    daemons.add(started);
    apiServer = Optional.of(started);
    started.await("the API server", TO_START, () -> failure("get", "--raw", "/readyz"));
  }

  @Override
  public void compact() {
    var revision =
        etcd("kv/range", "{\"key\": \"AA==\"}").replaceAll("(?s).*\"revision\":\"(\\d+)\".*", "$1");
    etcd("kv/compaction", "{\"revision\": %s, \"physical\": true}".formatted(revision));
  }

  /// Asks etcd in JSON.
  private String etcd(String method, String question) {
    var request =
        HttpRequest.newBuilder(
                URI.create("http://%s:%d/v3/%s".formatted(LOOPBACK, etcdPort, method)))
            .POST(HttpRequest.BodyPublishers.ofString(question))
            .build();
    try (var client = HttpClient.newHttpClient()) {
      var response = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new AssertionError("etcd: " + response.body());
      }
      return response.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Path directory() {
    return directory;
  }

  @Override
  public void close() {
    Daemon.stopAll(daemons);
    daemons.clear();
  }

  private Path pki(String file) {
    return directory.resolve("pki").resolve(file);
  }

  private Path kubeconfig(String user) {
    return directory.resolve(user + ".kubeconfig");
  }
}
