package dev.fairlead.cli;

import dev.fairlead.certs.CertificateAuthority;
import dev.fairlead.certs.CertificateFileException;
import dev.fairlead.certs.ServingNames;
import dev.fairlead.cli.clients.Client;
import dev.fairlead.cli.embedded.EmbeddedApiServer;
import dev.fairlead.cli.embedded.Settling;
import dev.fairlead.cli.embedded.Transcript;
import dev.fairlead.cli.embedded.WebhookCall;
import dev.fairlead.cli.manifests.ManifestDocument;
import dev.fairlead.cli.manifests.ManifestDocument.Manifest;
import dev.fairlead.cli.manifests.ManifestFile;
import dev.fairlead.cli.manifests.ManifestSource;
import dev.fairlead.cli.manifests.ManifestSource.Absent;
import dev.fairlead.cli.manifests.ManifestSource.Failure;
import dev.fairlead.cli.manifests.ManifestSource.Text;
import dev.fairlead.policies.judge.Level;
import dev.fairlead.policies.model.ObjectReader;
import dev.fairlead.policies.model.PlainText;
import dev.fairlead.policies.model.PodMakers;
import dev.fairlead.webhook.Webhook;
import dev.fairlead.webhook.certificates.CertificateSource;
import dev.fairlead.webhook.cluster.ManifestCluster;
import dev.fairlead.webhook.http.PortUnavailableException;
import dev.fairlead.webhook.metrics.Metrics;
import dev.fairlead.webhook.settings.BadSettings;
import dev.fairlead.webhook.settings.Settings;
import dev.fairlead.webhook.settings.SettingsReader;
import dev.fairlead.webhook.settle.SettledServices;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `fairlead try`: the real webhook in front of a cluster in memory.
@Command(
    name = "try",
    description =
        "Starts the real TLS webhook on a cluster in memory, sends it manifests as an API server"
            + " would, and prints what the client would print.",
    footer = {
      "",
      "Exit codes: 0 everything was admitted; 1 something was refused; 2 wrong use or nothing"
          + " readable.",
      "",
      "  fairlead try deploy/",
      "  fairlead try --as argocd --level strict deploy/",
      "  fairlead try deploy/shop.yaml deploy/shop-v2.yaml",
    })
final class Try implements Callable<Integer> {
  private static final Duration LIFETIME = Duration.ofDays(1);

  /// What one path holds; it is sent by itself.
  private record SentBundle(String path, List<ManifestDocument> documents) {}

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "PATH",
      description = "Files and directories; each is sent by itself, one after the other.")
  private List<String> paths = new ArrayList<>();

  @Option(
      names = "--level",
      paramLabel = "LEVEL",
      description =
          "Level of namespaces without a label, one of: ${COMPLETION-CANDIDATES}. Default: guard.",
      completionCandidates = LevelOption.class,
      converter = LevelOption.class)
  private Level level = Level.GUARD;

  @Option(
      names = "--as",
      converter = ClientOption.class,
      completionCandidates = ClientOption.class,
      paramLabel = "CLIENT",
      description =
          "Who sends them, in whose order, one of: ${COMPLETION-CANDIDATES}. Default:"
              + " ${DEFAULT-VALUE}.")
  private Client client = Client.KUBECTL;

  @Override
  public Integer call() throws PortUnavailableException, CertificateFileException, BadSettings {
    var bundles = new ArrayList<SentBundle>();
    for (var path : paths) {
      var sources = ManifestSource.read(List.of(path), System.in);
      var unread = sources.stream().flatMap(Try::unread).toList();
      if (!unread.isEmpty()) {
        unread.forEach(
            problem ->
                spec.commandLine().getErr().println(PlainText.line("fairlead try: " + problem)));
        return ExitCode.USAGE;
      }
      bundles.add(new SentBundle(path, sources.stream().flatMap(Try::documents).toList()));
    }
    return run(bundles);
  }

  private static Stream<String> unread(ManifestSource source) {
    return switch (source) {
      case Absent(var file, var reason) -> Stream.of(file + " " + reason);
      case Failure(var file, var reason) -> Stream.of(file + " " + reason);
      case Text _ -> Stream.empty();
    };
  }

  private static Stream<ManifestDocument> documents(ManifestSource source) {
    return source instanceof Text(var file, var text)
        ? ManifestFile.parse(file, text).stream()
        : Stream.empty();
  }

  private int run(List<SentBundle> bundles)
      throws PortUnavailableException, CertificateFileException, BadSettings {
    var reader = new ObjectReader(PodMakers.COMMON);
    var clock = InstantSource.system();
    var cluster = new ManifestCluster(clock);
    var random = new SecureRandom();
    var authority =
        CertificateAuthority.create(
            new X500Principal("CN=fairlead try"),
            ServingNames.LOOPBACK,
            clock.instant(),
            LIFETIME,
            random);
    var certificate = authority.issue(ServingNames.LOOPBACK, clock.instant(), LIFETIME);
    var settings = settings();
    try (var webhook =
            Webhook.start(
                settings,
                cluster,
                CertificateSource.fixed(certificate),
                reader,
                clock,
                new Metrics());
        var call = WebhookCall.to(webhook.port(), authority.certificate())) {
      var server = new EmbeddedApiServer(reader, cluster, call, clock);
      namespacesToMake(bundles, reader).forEach(server::makeNamespace);
      var out = spec.commandLine().getOut();
      var transcript = new Transcript(server, client, out);
      var refused = 0;
      for (var bundle : bundles) {
        if (!transcript.apply(bundle.path(), bundle.documents())) {
          refused++;
        }
        out.println();
      }
      new Settling(SettledServices.of(settings), cluster, out).print(server.namespaces());
      out.flush();
      return refused == 0 ? ExitCode.OK : 1;
    }
  }

  private Settings settings() throws BadSettings {
    return SettingsReader.read(
        Optional.empty(),
        Map.of(),
        Map.of(
            "address", "127.0.0.1",
            "port", "0",
            "management-port", "0",
            "drain-time", "0s",
            "level", level.label()));
  }

  /// The namespaces that manifests name and none of them makes.
  private static List<String> namespacesToMake(List<SentBundle> bundles, ObjectReader reader) {
    var refs =
        bundles.stream()
            .flatMap(bundle -> bundle.documents().stream())
            .filter(Manifest.class::isInstance)
            .map(document -> reader.read(((Manifest) document).tree(), "default").ref())
            .toList();
    var made =
        refs.stream()
            .filter(ref -> ref.kind().equals("Namespace") && ref.group().isEmpty())
            .map(ref -> ref.name())
            .toList();
    return refs.stream()
        .map(ref -> ref.namespace())
        .filter(name -> !name.isEmpty() && !made.contains(name))
        .distinct()
        .toList();
  }
}
