package dev.fairlead.cli;

import dev.fairlead.certs.CertificateAuthority;
import dev.fairlead.certs.CertificateFileException;
import dev.fairlead.certs.CertificateFolder;
import dev.fairlead.certs.ServingNames;
import dev.fairlead.policies.model.ObjectReader;
import dev.fairlead.policies.model.PlainText;
import dev.fairlead.webhook.Webhook;
import dev.fairlead.webhook.api.ClusterUnavailable;
import dev.fairlead.webhook.certificates.CertificateCluster;
import dev.fairlead.webhook.certificates.CertificateSource;
import dev.fairlead.webhook.certificates.FolderCertificates;
import dev.fairlead.webhook.certificates.SharedCertificates;
import dev.fairlead.webhook.cluster.ClusterState;
import dev.fairlead.webhook.cluster.LiveCluster;
import dev.fairlead.webhook.cluster.WatchSettings;
import dev.fairlead.webhook.http.PortUnavailableException;
import dev.fairlead.webhook.metrics.Metrics;
import dev.fairlead.webhook.settings.BadSettings;
import dev.fairlead.webhook.settings.Settings;
import dev.fairlead.webhook.settings.SettingsReader;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `fairlead serve`: the webhook.
@Command(
    name = "serve",
    description = "Runs the webhook until it is stopped.",
    footer = {
      "",
      "Every option is also a setting of the file (fairlead.port) and an environment variable"
          + " (FAIRLEAD_PORT).",
      "",
      "  fairlead serve --state deploy/ --cert-dir certificates/",
      "  fairlead serve --kubeconfig ~/.kube/config --level warn",
      "  fairlead serve --config settings.yaml --port 9443",
    })
final class Serve implements Callable<Integer> {
  private static final Duration LIFETIME = Duration.ofDays(365);

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Option(names = "--config", paramLabel = "FILE", description = "A file of settings, in YAML.")
  private @Nullable Path config;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "How to reach the cluster. Default: the one it runs in, then KUBECONFIG.")
  private @Nullable String kubeconfig;

  @Option(
      names = "--state",
      paramLabel = "PATH",
      description = "Manifests that stand in for a cluster.")
  private @Nullable String state;

  @Option(names = "--port", paramLabel = "PORT", description = "For reviews. Default: 8443.")
  private @Nullable String port;

  @Option(
      names = "--management-port",
      paramLabel = "PORT",
      description = "For /livez, /readyz and /metrics. Default: 8081.")
  private @Nullable String managementPort;

  @Option(
      names = "--address",
      paramLabel = "ADDRESS",
      description = "The IP address to listen on. Default: 0.0.0.0, which is all.")
  private @Nullable String address;

  @Option(
      names = "--cert-dir",
      paramLabel = "DIRECTORY",
      description =
          "Holds tls.crt, tls.key and ca.crt; they are made if none is there. Default: made for"
              + " this run only.")
  private @Nullable String certDir;

  @Option(
      names = "--level",
      paramLabel = "LEVEL",
      description =
          "Level of namespaces without a label: strict, guard, warn or off. Default: guard.")
  private @Nullable String level;

  @Option(
      names = "--window",
      paramLabel = "TIME",
      description = "How long the other half of a release may take. Default: 60s.")
  private @Nullable String window;

  @Override
  public Integer call() throws InterruptedException {
    ServerHeap.keepSmall();
    var clock = InstantSource.system();
    try {
      var settings = SettingsReader.read(Optional.ofNullable(config), System.getenv(), options());
      settings.logFormat().use();
      var reader = new ObjectReader(settings.customKinds().podMakers());
      var metrics = new Metrics();
      // Each takes a while, and neither needs the other.
      var certificates = new FutureTask<>(() -> certificates(settings, clock, metrics));
      Thread.ofPlatform().daemon().name("certificates").start(certificates);
      var cluster = cluster(settings, reader, clock);
      var shown = result(certificates);
      if (settings.certificates().shared().isEmpty() && settings.listen().certDir().isEmpty()) {
        say(
            "made a certificate for this run only; --cert-dir keeps one, and the ca.crt to"
                + " register");
      }
      run(Webhook.start(settings, cluster, shown, reader, clock, metrics));
      return ExitCode.OK;
    } catch (BadSettings e) {
      e.problems().forEach(this::say);
    } catch (CertificateFileException
        | PortUnavailableException
        | ClusterUnavailable
        | BadState e) {
      say(String.valueOf(e.getMessage()));
    }
    return ExitCode.USAGE;
  }

  /// The options that were given, by the names of their settings.
  private Map<String, String> options() {
    var given = new HashMap<String, String>();
    put(given, "address", address);
    put(given, "cert-dir", certDir);
    put(given, "kubeconfig", kubeconfig);
    put(given, "level", level);
    put(given, "management-port", managementPort);
    put(given, "port", port);
    put(given, "state", state);
    put(given, "window", window);
    return given;
  }

  private static void put(Map<String, String> given, String name, @Nullable String value) {
    if (value != null) {
      given.put(name, value);
    }
  }

  private static CertificateSource result(FutureTask<CertificateSource> certificates)
      throws CertificateFileException, InterruptedException {
    try {
      return certificates.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case CertificateFileException cause -> throw cause;
        case RuntimeException cause -> throw cause;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }

  private CertificateSource certificates(Settings settings, InstantSource clock, Metrics metrics)
      throws CertificateFileException, InterruptedException {
    var random = new SecureRandom();
    var shared = settings.certificates().shared();
    if (shared.isPresent()) {
      var cluster =
          CertificateCluster.connect(
              settings.cluster().kubeconfig(),
              System.getenv(),
              settings.cluster().namespace(),
              shared.get().secret(),
              shared.get().configurations(),
              clock,
              random);
      return SharedCertificates.open(cluster, shared.get().rotation(), clock, random, metrics);
    }
    var names = ServingNames.ofService("fairlead", settings.cluster().namespace());
    var path = settings.listen().certDir();
    if (path.isPresent()) {
      var folder = new CertificateFolder(path.get());
      var files = folder.loadOrMake(names, clock.instant(), random);
      return new FolderCertificates(folder, files, clock, metrics);
    }
    return CertificateSource.fixed(
        CertificateAuthority.create(
                CertificateAuthority.NAME, names, clock.instant(), LIFETIME, random)
            .issue(names, clock.instant(), LIFETIME));
  }

  private static ClusterState cluster(Settings settings, ObjectReader reader, InstantSource clock)
      throws BadState {
    var manifests = settings.cluster().state();
    return manifests.isPresent()
        ? StateFiles.read(manifests.get(), reader)
        : LiveCluster.connect(
            settings.cluster().kubeconfig(),
            System.getenv(),
            settings.customKinds().podMakers(),
            new WatchSettings(
                settings.limits().staleAfter(),
                settings.customKinds().refresh(),
                settings.disclosure()),
            clock);
  }

  private void run(Webhook webhook) throws InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(webhook::close, "stop"));
    say(
        "reviews on port %d (TLS), /livez, /readyz and /metrics on port %d"
            .formatted(webhook.port(), webhook.managementPort()));
    new CountDownLatch(1).await();
  }

  private void say(String line) {
    spec.commandLine().getErr().println(PlainText.lines("fairlead serve: " + line));
  }
}
