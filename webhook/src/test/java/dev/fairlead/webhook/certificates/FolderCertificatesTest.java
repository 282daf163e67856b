package dev.fairlead.webhook.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.certs.CertificateAuthority;
import dev.fairlead.certs.CertificateFolder;
import dev.fairlead.certs.ServingCertificate;
import dev.fairlead.certs.ServingNames;
import dev.fairlead.webhook.http.Tls;
import dev.fairlead.webhook.metrics.Metrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class FolderCertificatesTest {
  private final SecureRandom random = new SecureRandom();
  private final Instant now = Instant.now();
  private final CertificateAuthority authority =
      CertificateAuthority.create(
          CertificateAuthority.NAME, ServingNames.LOOPBACK, now, Duration.ofDays(5), random);
  private final Metrics metrics = new Metrics();
  private final BlockingQueue<ServingCertificate> shown = new LinkedBlockingQueue<>();

  @TempDir Path folder;
  private Optional<ShownCertificates> source = Optional.empty();

  @BeforeEach
  void fillAsAKubeletDoes() throws Exception {
    for (var name : new String[] {"tls.crt", "tls.key", "ca.crt"}) {
      Files.createSymbolicLink(folder.resolve(name), Path.of("..data", name));
    }
    swap("..one", issued());
  }

  @AfterEach
  void stop() {
    source.ifPresent(ShownCertificates::close);
  }

  @Test
  void aSwapOfTheKubeletIsShown() throws Exception {
    follow();
    var renewed = issued();

    swap("..two", renewed);

    assertThat(next()).isEqualTo(renewed);
    assertThat(metrics.text()).contains("fairlead_certificate_replacements_total 1.0\n");
  }

  @Test
  void aPairThatIsHalfWrittenChangesNothingUntilItIsWhole() throws Exception {
    swap("..two", issued());
    var before = follow();
    var renewed = issued();

    Files.writeString(folder.resolve("..two/tls.crt"), renewed.chainPem());
    var readiness = awaitProblem();

    assertThat(readiness)
        .contains("tls.key: must be the key of the first certificate in tls.crt, is another")
        .contains("serial " + before.certificate().getSerialNumber().toString(16));
    assertThat(shown).isEmpty();
    Files.writeString(folder.resolve("..two/tls.key"), renewed.keyPem());
    assertThat(next()).isEqualTo(renewed);
  }

  @Test
  void filesThatGoAwayChangeNothing() throws Exception {
    var before = follow();

    Files.delete(folder.resolve("..data"));

    assertThat(awaitProblem()).contains("must be a file, does not exist");
    assertThat(source.orElseThrow().tls().serving()).isEqualTo(before);
    assertThat(source.orElseThrow().readiness(now).ready()).isTrue();
    assertThat(metrics.text()).doesNotContain("fairlead_certificate_failures_total 0.0\n");
  }

  @Test
  void whatIsShownExpiresInTheMetricsAndInTheReadiness() throws Exception {
    var serving = follow();

    assertThat(metrics.text())
        .contains(
            "fairlead_certificate_expiry_seconds{certificate=\"serving\"} 172800.0\n",
            "fairlead_certificate_expiry_seconds{certificate=\"authority\"} 432000.0\n",
            "fairlead_certificate_lifetime_seconds{certificate=\"serving\"} %d.0\n"
                .formatted(Duration.between(serving.notBefore(), serving.notAfter()).toSeconds()))
        .contains("fairlead_certificate_lifetime_seconds{certificate=\"authority\"} ");
    var readiness = source.orElseThrow().readiness(serving.notAfter());
    assertThat(readiness.ready()).isFalse();
    assertThat(readiness.detail())
        .endsWith("CN=Fairlead CA, O=Fairlead, expired " + serving.notAfter());
  }

  private ServingCertificate issued() {
    return authority.issue(ServingNames.LOOPBACK, now, Duration.ofDays(2));
  }

  private ServingCertificate follow() throws Exception {
    var certificates = new CertificateFolder(folder);
    var clock = InstantSource.fixed(Instant.ofEpochSecond(now.getEpochSecond()));
    var files = certificates.load(now);
    var shownCertificates =
        new ShownCertificates(
            new FolderCertificates(certificates, files, clock, metrics), Optional.empty());
    shownCertificates.countIn(metrics, clock);
    shownCertificates.follow(this::show);
    source = Optional.of(shownCertificates);
    return files.serving();
  }

  private void show(Tls tls) {
    shown.add(tls.serving());
  }

  private ServingCertificate next() throws InterruptedException {
    return Objects.requireNonNull(shown.poll(20, TimeUnit.SECONDS), "nothing was shown");
  }

  private String awaitProblem() {
    var until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (true) {
      var detail = source.orElseThrow().readiness(now).detail();
      if (detail.contains("not renewed: ")) {
        return detail;
      }
      assertThat(System.nanoTime()).as("time until a problem, with %s", detail).isLessThan(until);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  /// New files in a folder of their own, then one symbolic link that is replaced at once.
  private void swap(String version, ServingCertificate serving) throws IOException {
    var files = Files.createDirectory(folder.resolve(version));
    Files.writeString(files.resolve("tls.crt"), serving.chainPem());
    Files.writeString(files.resolve("tls.key"), serving.keyPem());
    Files.writeString(files.resolve("ca.crt"), authority.certificatePem());
    var link = Files.createSymbolicLink(folder.resolve("..data_tmp"), Path.of(version));
    Files.move(
        link,
        folder.resolve("..data"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }
}
