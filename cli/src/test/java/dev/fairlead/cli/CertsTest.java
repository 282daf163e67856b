package dev.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.certs.CertificateAuthority;
import dev.fairlead.certs.CertificateFolder;
import dev.fairlead.certs.ServingCertificate;
import dev.fairlead.certs.ServingNames;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class CertsTest {
  private final SecureRandom random = new SecureRandom();
  private final Instant now = Instant.now();

  @TempDir private Path folder;

  @Test
  void whatIsIssuedIsFineWhenInspected() throws IOException {
    var made = folder.resolve("made");

    var issued = Run.of("certs", "issue", made.toString(), "--host", "a.guard.svc", "--days", "30");

    assertThat(issued.err()).isEmpty();
    assertThat(issued.out())
        .isEqualTo("made tls.crt, tls.key and ca.crt in %s, valid for 30 days%n".formatted(made));
    assertThat(permissions(made.resolve("tls.key"))).isEqualTo("rw-------");
    var inspected = Run.of("certs", "inspect", made.toString(), "--host", "a.guard.svc");
    assertThat(inspected.exitCode()).isZero();
    assertThat(inspected.out())
        .contains("serving certificate expires in 29 days (")
        .contains("  for     localhost, a.guard.svc, 127.0.0.1, 0:0:0:0:0:0:0:1\n")
        .contains("authority expires in 29 days (")
        .endsWith("nothing is wrong\n")
        .doesNotContain("PRIVATE");
  }

  @Test
  void nothingIsOverwritten() throws IOException {
    var file = Files.writeString(folder.resolve("tls.key"), "precious");

    var run = Run.of("certs", "issue", folder.toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .isEqualTo(
            "fairlead certs issue: %s: must not be there yet, is; choose another directory, or"
                    .formatted(file)
                + " remove it\n");
    assertThat(Files.readString(file)).isEqualTo("precious");
  }

  @Test
  void daysAreBounded() {
    var run = Run.of("certs", "issue", folder.toString(), "--days", "0");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("'--days': must be from 1 to 3650, is 0");
  }

  @Test
  void whatHasExpiredIsToldWithTheWayOut() throws Exception {
    make(now.minus(Duration.ofDays(40)), Duration.ofDays(30));

    var run = inspect();

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .contains("serving certificate EXPIRED 10 days ago (")
        .contains("WRONG: the serving certificate expired 10 days ago (")
        .contains("so API servers refuse it; renew it\n")
        .contains("WRONG: the authority expired 10 days ago (")
        .doesNotContain("not issued by");
  }

  @Test
  void whatExpiresSoonIsToldBefore() throws Exception {
    make(now, Duration.ofDays(3));

    var run = inspect();

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .contains("SOON: the serving certificate expires in 2 days (")
        .doesNotContain("WRONG");
  }

  @Test
  void whatIsNotValidYetIsTold() throws Exception {
    make(now.plus(Duration.ofDays(3)), Duration.ofDays(30));

    assertThat(inspect().out())
        .contains("WRONG: the serving certificate is valid in 2 days (")
        .contains("wait, or set the clock");
  }

  @Test
  void aKeyThatDoesNotFitIsTold() throws Exception {
    make(now, Duration.ofDays(30));
    Files.writeString(
        folder.resolve("tls.key"),
        authority().issue(ServingNames.LOOPBACK, now, Duration.ofDays(30)).keyPem());

    assertThat(inspect().out())
        .contains(
            "WRONG: tls.key is not the key of the first certificate in tls.crt, so every handshake"
                + " fails; put the pair there that belongs together\n");
  }

  @Test
  void anAuthorityThatDidNotIssueItIsTold() throws Exception {
    make(now, Duration.ofDays(30));
    Files.writeString(folder.resolve("ca.crt"), authority().certificatePem());

    assertThat(inspect().out())
        .contains("WRONG: the serving certificate was not issued by an authority of ca.crt");
  }

  @Test
  void aNameThatIsLackingIsTold() throws Exception {
    make(now, Duration.ofDays(30));

    assertThat(Run.of("certs", "inspect", folder.toString(), "--host", "b.svc").out())
        .contains("WRONG: the serving certificate is not for b.svc, so whoever calls it by that");
  }

  @Test
  void whatIsNoCertificateIsTold() throws Exception {
    Files.writeString(folder.resolve("tls.crt"), "hello");

    var run = inspect();

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .contains(
            "WRONG: tls.crt must hold a certificate as PEM (-----BEGIN …), holds none; put a"
                + " certificate as PEM there\n");
  }

  @Test
  void aServerThatRunsIsAskedForItsCertificate() throws Exception {
    var authority = authority();
    var serving = authority.issue(ServingNames.LOOPBACK, now, Duration.ofDays(30));
    var trusted = Files.writeString(folder.resolve("trusted"), authority.certificatePem());
    var others = Files.writeString(folder.resolve("others"), authority().certificatePem());
    try (var server = server(serving)) {
      var address = "127.0.0.1:" + server.getLocalPort();

      var fine = Run.of("certs", "inspect", address, "--ca", trusted.toString());
      var strange = Run.of("certs", "inspect", address, "--ca", others.toString());

      assertThat(fine.err()).isEmpty();
      assertThat(fine.exitCode()).isZero();
      assertThat(fine.out())
          .contains("serial  " + serving.certificate().getSerialNumber().toString(16))
          .endsWith("nothing is wrong\n");
      assertThat(strange.exitCode()).isEqualTo(1);
      assertThat(strange.out()).contains("was not issued by an authority of");
    }
  }

  @Test
  void whereNothingAnswersThatIsSaid() {
    var run = Run.of("certs", "inspect", "127.0.0.1:1");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("fairlead certs inspect: cannot read 127.0.0.1:1: ");
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    var file = folder.resolve("none.pem").toString();

    assertThat(Run.of("certs", "inspect", file).err())
        .isEqualTo("fairlead certs inspect: %s: must be a file, does not exist\n".formatted(file));
  }

  @Test
  void oneThingIsInspectedAtATime() {
    assertThat(Run.of("certs", "inspect").exitCode()).isEqualTo(2);
    assertThat(Run.of("certs", "inspect", "a", "--secret", "b/c").err())
        .contains("Give a path, a HOST:PORT or --secret, and one of them only");
    assertThat(Run.of("certs", "inspect", "--secret", "b").err())
        .contains("'--secret': must be NAMESPACE/NAME, is 'b'");
    assertThat(Run.of("certs", "rotate").err()).contains("Missing required option: '--secret");
    assertThat(Run.of("certs").exitCode()).isEqualTo(2);
  }

  private Run inspect() {
    return Run.of("certs", "inspect", folder.toString());
  }

  private void make(Instant when, Duration lifetime) throws Exception {
    new CertificateFolder(folder).make(ServingNames.LOOPBACK, when, lifetime, random);
  }

  private CertificateAuthority authority() {
    return CertificateAuthority.create(
        CertificateAuthority.NAME, ServingNames.LOOPBACK, now, Duration.ofDays(60), random);
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  /// A server that shakes hands with whoever comes.
  private SSLServerSocket server(ServingCertificate serving) throws Exception {
    var keys = KeyStore.getInstance(KeyStore.getDefaultType());
    keys.load(null, null);
    keys.setKeyEntry(
        "key", serving.key(), new char[0], serving.chain().toArray(X509Certificate[]::new));
    var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, new char[0]);
    var context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, random);
    var server =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 5, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(() -> shakeHands(server));
    return server;
  }

  private static void shakeHands(SSLServerSocket server) {
    while (!server.isClosed()) {
      try (var socket = (SSLSocket) server.accept()) {
        socket.startHandshake();
        socket.getInputStream().read();
      } catch (IOException e) {
        assertThat(e).as("the client has seen enough, or the test is over").isNotNull();
      }
    }
  }
}
