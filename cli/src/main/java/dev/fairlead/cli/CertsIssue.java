package dev.fairlead.cli;

import dev.fairlead.certs.CertificateFileException;
import dev.fairlead.certs.CertificateFolder;
import dev.fairlead.certs.ServingNames;
import dev.fairlead.policies.model.PlainText;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `fairlead certs issue`: an authority and a serving certificate as files.
@Command(
    name = "issue",
    description =
        "Makes tls.crt, tls.key and ca.crt in a directory that has none of them. The key of the"
            + " authority is not kept.",
    footer = {
      "",
      "  fairlead certs issue certificates/",
      "  fairlead certs issue --host fairlead.example.com --days 30 certificates/",
    })
final class CertsIssue implements Callable<Integer> {
  private static final int MAX_DAYS = 3650;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Parameters(paramLabel = "DIRECTORY", description = "Is made if it is not there.")
  private Path directory;

  @Option(
      names = "--host",
      paramLabel = "NAME",
      description =
          "A host name or IP address that it is for, beside this machine; may be given more than"
              + " once.")
  private List<String> hosts = new ArrayList<>();

  @Option(
      names = "--days",
      paramLabel = "N",
      description = "How long it is valid, from 1 to 3650. Default: ${DEFAULT-VALUE}.")
  private int days = 365;

  @Override
  public Integer call() {
    if (days < 1 || days > MAX_DAYS) {
      throw new ParameterException(
          spec.commandLine(),
          "Invalid value for option '--days': must be from 1 to %d, is %d"
              .formatted(MAX_DAYS, days));
    }
    var names =
        ServingNames.LOOPBACK.and(
            hosts.stream().filter(host -> !isAddress(host)).toList(),
            hosts.stream().filter(CertsIssue::isAddress).toList());
    try {
      new CertificateFolder(directory)
          .make(names, Instant.now(), Duration.ofDays(days), new SecureRandom());
    } catch (CertificateFileException e) {
      spec.commandLine()
          .getErr()
          .println(PlainText.lines("fairlead certs issue: " + e.getMessage()));
      return ExitCode.USAGE;
    }
    spec.commandLine()
        .getOut()
        .printf("made tls.crt, tls.key and ca.crt in %s, valid for %d days%n", directory, days);
    return ExitCode.OK;
  }

  private static boolean isAddress(String host) {
    try {
      return !InetAddress.ofLiteral(host).getHostAddress().isEmpty();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
