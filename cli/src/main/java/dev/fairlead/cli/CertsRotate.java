package dev.fairlead.cli;

import dev.fairlead.certs.CertificateRotator;
import dev.fairlead.certs.ManagedCertificates;
import dev.fairlead.certs.RotationSettings;
import dev.fairlead.certs.StoreUnavailable;
import dev.fairlead.policies.model.PlainText;
import dev.fairlead.webhook.api.ClusterUnavailable;
import dev.fairlead.webhook.certificates.CertificateCluster;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `fairlead certs rotate`: renews what a Secret holds before it is due.
@Command(
    name = "rotate",
    description =
        "Renews the serving certificate that the replicas share in a Secret, or with --authority"
            + " begins to replace their authority. The replicas do the rest; no connection is"
            + " dropped.",
    footer = {
      "",
      "  fairlead certs rotate --secret fairlead-system/fairlead-serving",
      "  fairlead certs rotate --secret fairlead-system/fairlead-serving --authority",
    })
final class CertsRotate implements Callable<Integer> {
  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Mixin
  private SecretOption secret;

  @Option(
      names = "--authority",
      description =
          "Make a new authority known; it takes over once API servers have had time to see it.")
  private boolean authority;

  @Override
  public Integer call() {
    if (!secret.isGiven()) {
      throw new ParameterException(
          spec.commandLine(), "Missing required option: '--secret=NAMESPACE/NAME'");
    }
    try (var cluster = secret.connect()) {
      rotate(cluster);
      return ExitCode.OK;
    } catch (StoreUnavailable | ClusterUnavailable e) {
      spec.commandLine()
          .getErr()
          .println(
              PlainText.lines(
                  "fairlead certs rotate: %s: %s".formatted(secret.secret, e.getMessage())));
      return ExitCode.USAGE;
    }
  }

  private void rotate(CertificateCluster cluster) throws StoreUnavailable {
    var found = cluster.store().load().stored();
    if (!(found instanceof ManagedCertificates certificates)) {
      throw new StoreUnavailable("must hold certificates of Fairlead's, does not");
    }
    var rotator =
        new CertificateRotator(
            cluster.store(),
            cluster.registrations(),
            RotationSettings.of(certificates),
            InstantSource.system(),
            new SecureRandom());
    var out = spec.commandLine().getOut();
    if (authority) {
      var next = rotator.renewAuthority().authorities().successor().orElseThrow();
      out.printf(
          "a new authority is made known, serial %s; replicas use it after"
              + " fairlead.certificates.overlap (10m unless set), and the old one stays trusted"
              + " until it expires%n",
          serial(next.authority().certificate()));
    } else {
      var serving = rotator.renewServing().serving();
      out.printf(
          "the serving certificate is renewed, serial %s, until %s; replicas show it within half a"
              + " minute%n",
          serial(serving.certificate()), serving.notAfter());
    }
  }

  private static String serial(X509Certificate certificate) {
    return certificate.getSerialNumber().toString(16);
  }
}
