package dev.fairlead.cli;

import dev.fairlead.certs.CertificateFileException;
import dev.fairlead.certs.PemFile;
import dev.fairlead.certs.StoreUnavailable;
import dev.fairlead.cli.certificates.CertificateReport;
import dev.fairlead.cli.certificates.LiveEndpoint;
import dev.fairlead.policies.model.PlainText;
import dev.fairlead.webhook.api.ClusterUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `fairlead certs inspect`: what expires when, and what is wrong.
@Command(
    name = "inspect",
    description = "Says what a certificate is for, when it expires and what is wrong with it.",
    footer = {
      "",
      "Exit codes: 0 nothing is wrong; 1 API servers refuse it, or soon will; 2 wrong use or"
          + " nothing readable.",
      "",
      "  fairlead certs inspect /etc/fairlead/certificates",
      "  fairlead certs inspect fairlead.fairlead-system.svc:443 --ca ca.crt",
      "  fairlead certs inspect --secret fairlead-system/fairlead-serving",
    })
final class CertsInspect implements Callable<Integer> {
  private static final List<String> NAMES =
      List.of("tls.crt", "tls.key", "ca.crt", "ca.key", "next-ca.crt");

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Mixin
  private SecretOption secret;

  @Parameters(
      arity = "0..1",
      paramLabel = "PATH|HOST:PORT",
      description =
          "A directory with tls.crt, tls.key and ca.crt; a file with certificates; or a server that"
              + " runs.")
  private @Nullable String target;

  @Option(
      names = "--host",
      paramLabel = "NAME",
      description =
          "The name that it must be for, such as fairlead.fairlead-system.svc. Default: HOST.")
  private @Nullable String host;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "The authorities that must have issued what a server shows.")
  private @Nullable Path authorities;

  @Override
  public Integer call() {
    if (secret.isGiven() == (target != null)) {
      throw new ParameterException(
          spec.commandLine(), "Give a path, a HOST:PORT or --secret, and one of them only");
    }
    try {
      return print(report());
    } catch (CertificateFileException | StoreUnavailable | ClusterUnavailable e) {
      say(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      say("cannot read %s: %s".formatted(target, e.getMessage()));
    }
    return ExitCode.USAGE;
  }

  private CertificateReport report()
      throws IOException, StoreUnavailable, CertificateFileException {
    var now = Instant.now();
    var name = Optional.ofNullable(host);
    if (target == null) {
      try (var cluster = secret.connect()) {
        return CertificateReport.ofTexts(cluster.texts(), name, now);
      }
    }
    var path = Path.of(target);
    if (Files.isDirectory(path)) {
      return CertificateReport.ofTexts(texts(path), name, now);
    }
    var endpoint = LiveEndpoint.of(target);
    if (Files.exists(path) || endpoint.isEmpty()) {
      return CertificateReport.ofChain(new PemFile(path).certificates(), trusted(), name, now);
    }
    return CertificateReport.ofChain(
        endpoint.get().chain(name),
        trusted(),
        name.or(() -> endpoint.map(LiveEndpoint::host)),
        now);
  }

  private List<X509Certificate> trusted() throws CertificateFileException {
    return authorities == null ? List.of() : new PemFile(authorities).certificates();
  }

  private static Map<String, String> texts(Path folder) throws IOException {
    var texts = new HashMap<String, String>();
    for (var name : NAMES) {
      var file = folder.resolve(name);
      if (Files.exists(file)) {
        texts.put(name, Files.readString(file));
      }
    }
    return texts;
  }

  private int print(CertificateReport report) {
    var out = spec.commandLine().getOut();
    report.lines().forEach(line -> out.println(PlainText.line(line)));
    report.problems().forEach(problem -> out.println(PlainText.line("WRONG: " + problem)));
    report.warnings().forEach(warning -> out.println(PlainText.line("SOON: " + warning)));
    if (report.problems().isEmpty() && report.warnings().isEmpty()) {
      out.println("nothing is wrong");
      return ExitCode.OK;
    }
    return 1;
  }

  private void say(String line) {
    spec.commandLine().getErr().println(PlainText.lines("fairlead certs inspect: " + line));
  }
}
