package dev.fairlead.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CertificateFolderTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration LIFETIME = Duration.ofDays(5);

  private final SecureRandom random = new SecureRandom();
  private final CertificateAuthority authority =
      CertificateAuthority.create(
          new X500Principal("CN=test"), ServingNames.LOOPBACK, NOW, LIFETIME, random);

  @TempDir Path parent;
  private Path folder;

  @BeforeEach
  void nameFolder() {
    folder = parent.resolve("certs").resolve("made");
  }

  @Test
  void anEmptyFolderIsFilledOnceAndReadAfterwards() throws Exception {
    var made = load(NOW);
    var read = load(NOW.plus(Duration.ofDays(1)));

    assertThat(read.serving().chain()).isEqualTo(made.serving().chain());
    assertThat(read.serving().key()).isEqualTo(made.serving().key());
    assertThat(read.authoritiesPem()).isEqualTo(made.authoritiesPem());
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("tls.crt", "tls.key", "ca.crt");
  }

  @Test
  void onlyTheOwnerReadsTheKeyAndEntersTheFolder() throws Exception {
    load(NOW);

    assertThat(permissions(folder)).isEqualTo("rwx------");
    assertThat(permissions(folder.resolve("tls.key"))).isEqualTo("rw-------");
    assertThat(permissions(folder.resolve("tls.crt"))).isEqualTo("rw-r--r--");
    assertThat(permissions(folder.resolve("ca.crt"))).isEqualTo("rw-r--r--");
  }

  @Test
  void aKeyThatOthersMayReadIsWarnedAbout() throws Exception {
    load(NOW);
    var key = folder.resolve("tls.key");
    var certificates = new CertificateFolder(folder);
    assertThat(certificates.warning()).isEmpty();

    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
    assertThat(certificates.warning()).as("as the chart mounts it").isEmpty();

    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(certificates.warning())
        .hasValue(key + ": must not be readable by others, is (rw-r--r--)");
  }

  @Test
  void theAuthoritysKeyIsNotKept() throws Exception {
    load(NOW);

    assertThat(Files.readString(folder.resolve("ca.crt"))).doesNotContain("KEY");
    assertThat(Files.readString(folder.resolve("tls.key")).lines().filter(l -> l.contains("BEGIN")))
        .hasSize(1);
  }

  @Test
  void aFolderWithSomeOfTheFilesSaysWhichAreMissing() throws Exception {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("tls.crt"), "");

    assertProblem(
        NOW,
        folder
            + ": must hold all of tls.crt, tls.key and ca.crt or none of them (they are made"
            + " then); lacks tls.key, ca.crt");
  }

  @Test
  void aFileThatIsNoPemIsNamed() throws Exception {
    fill(authority.issue(ServingNames.LOOPBACK, NOW, LIFETIME));
    Files.writeString(folder.resolve("tls.crt"), "hello");

    assertProblem(
        NOW, file("tls.crt") + ": must hold a certificate as PEM (-----BEGIN …), holds none");
  }

  @Test
  void aFileThatIsNoTextIsNamed() throws Exception {
    fill(authority.issue(ServingNames.LOOPBACK, NOW, LIFETIME));
    Files.write(folder.resolve("ca.crt"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});

    assertProblem(NOW, file("ca.crt") + ": must be PEM, is not text");
  }

  @Test
  void aBrokenBlockIsNamed() throws Exception {
    fill(authority.issue(ServingNames.LOOPBACK, NOW, LIFETIME));
    Files.writeString(
        folder.resolve("tls.key"), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----");

    assertThatThrownBy(() -> load(NOW))
        .isInstanceOf(CertificateFileException.class)
        .hasMessageStartingWith(file("tls.key") + ": must be PEM, is not: ")
        .message()
        .doesNotContain("\n");
  }

  @Test
  void aCertificateInPlaceOfTheKeyIsToldByWhatItIs() throws Exception {
    var serving = authority.issue(ServingNames.LOOPBACK, NOW, LIFETIME);
    fill(serving);
    Files.writeString(folder.resolve("tls.key"), serving.chainPem());

    assertProblem(NOW, file("tls.key") + ": must hold a private key, holds a certificate");
  }

  @Test
  void aKeyInPlaceOfTheCertificateIsToldByWhatItIs() throws Exception {
    var serving = authority.issue(ServingNames.LOOPBACK, NOW, LIFETIME);
    fill(serving);
    Files.writeString(folder.resolve("tls.crt"), serving.keyPem());

    assertProblem(NOW, file("tls.crt") + ": must hold certificates only, holds a private key");
  }

  @Test
  void anEncryptedKeyIsToldByWhatItIs() throws Exception {
    fill(authority.issue(ServingNames.LOOPBACK, NOW, LIFETIME));
    Files.writeString(
        folder.resolve("tls.key"),
        """
        -----BEGIN EC PRIVATE KEY-----
        Proc-Type: 4,ENCRYPTED
        DEK-Info: AES-128-CBC,00112233445566778899AABBCCDDEEFF

        AAAAAAAAAAAAAAAAAAAAAA==
        -----END EC PRIVATE KEY-----
        """);

    assertProblem(
        NOW, file("tls.key") + ": must hold a private key, holds an encrypted private key");
  }

  @Test
  void twoKeysAreTooMany() throws Exception {
    var serving = authority.issue(ServingNames.LOOPBACK, NOW, LIFETIME);
    fill(serving);
    Files.writeString(folder.resolve("tls.key"), serving.keyPem() + serving.keyPem());

    assertProblem(NOW, file("tls.key") + ": must hold one private key, holds 2");
  }

  @Test
  void theKeyOfAnotherCertificateIsRefused() throws Exception {
    fill(authority.issue(ServingNames.LOOPBACK, NOW, LIFETIME));
    Files.writeString(
        folder.resolve("tls.key"), authority.issue(ServingNames.LOOPBACK, NOW, LIFETIME).keyPem());

    assertProblem(
        NOW, file("tls.key") + ": must be the key of the first certificate in tls.crt, is another");
  }

  @Test
  void aKeyOfAnotherKindIsRefused() throws Exception {
    fill(authority.issue(ServingNames.LOOPBACK, NOW, LIFETIME));
    Files.writeString(folder.resolve("tls.key"), Pem.of(rsaKeys().getPrivate()));

    assertProblem(
        NOW, file("tls.key") + ": must be the key of the first certificate in tls.crt, is another");
  }

  @Test
  void anAuthorityThatDidNotIssueTheCertificateIsRefused() throws Exception {
    fill(authority.issue(ServingNames.LOOPBACK, NOW, LIFETIME));
    var stranger =
        CertificateAuthority.create(
            new X500Principal("CN=stranger"), ServingNames.LOOPBACK, NOW, LIFETIME, random);
    Files.writeString(folder.resolve("ca.crt"), stranger.certificatePem());

    assertThatThrownBy(() -> load(NOW))
        .isInstanceOf(CertificateFileException.class)
        .hasMessageStartingWith(file("ca.crt") + ": must vouch for tls.crt, does not: ");
  }

  @Test
  void anExpiredCertificateIsRefusedWithTheTimeAndTheWayOut() throws Exception {
    fill(authority.issue(ServingNames.LOOPBACK, NOW, LIFETIME));

    assertProblem(
        NOW.plus(Duration.ofDays(6)),
        file("tls.crt")
            + ": must be valid now, expired at 2026-03-06T12:00:00Z; replace it, or remove tls.crt,"
            + " tls.key and ca.crt to have new ones made");
  }

  @Test
  void aCertificateThatIsNotYetValidIsRefused() throws Exception {
    fill(authority.issue(ServingNames.LOOPBACK, NOW, LIFETIME));

    assertProblem(
        NOW.minus(Duration.ofDays(1)),
        file("tls.crt") + ": must be valid now, is valid from 2026-03-01T11:55:00Z only");
  }

  @Test
  void aCertificateWithoutAnAlternativeNameIsRefused() throws Exception {
    fill(selfSigned());

    assertProblem(
        NOW,
        file("tls.crt")
            + ": must have a subject alternative name, has none; API servers look at no other"
            + " name");
  }

  @Test
  void aKeyAsOpensslWritesItIsRead() throws Exception {
    var serving = authority.issue(ServingNames.LOOPBACK, NOW, LIFETIME);
    fill(serving);
    Files.writeString(
        folder.resolve("tls.key"),
        "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"
            + serving.keyPem());

    assertThat(load(NOW).serving().key()).isEqualTo(serving.key());
  }

  @Test
  void aDirectoryInPlaceOfAFileIsNamed() throws Exception {
    fill(authority.issue(ServingNames.LOOPBACK, NOW, LIFETIME));
    Files.delete(folder.resolve("tls.key"));
    Files.createDirectory(folder.resolve("tls.key"));

    assertProblem(NOW, file("tls.key") + ": must be a file, is a directory");
  }

  @Test
  void aFileInPlaceOfTheFolderIsNamed() throws Exception {
    Files.createDirectories(folder.getParent());
    Files.writeString(folder, "");

    assertThatThrownBy(() -> load(NOW))
        .isInstanceOf(CertificateFileException.class)
        .hasMessageStartingWith(folder + ": must be writable for certificates to be made");
  }

  private ServingFiles load(Instant now) throws CertificateFileException {
    return new CertificateFolder(folder).loadOrMake(ServingNames.LOOPBACK, now, random);
  }

  private void fill(ServingCertificate serving) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("tls.crt"), serving.chainPem());
    Files.writeString(folder.resolve("tls.key"), serving.keyPem());
    Files.writeString(folder.resolve("ca.crt"), authority.certificatePem());
  }

  private void assertProblem(Instant now, String message) {
    assertThatThrownBy(() -> load(now))
        .isInstanceOf(CertificateFileException.class)
        .hasMessage(message);
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private KeyPair rsaKeys() throws Exception {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048, random);
    return generator.generateKeyPair();
  }

  /// A certificate with a name in its subject only.
  private ServingCertificate selfSigned() throws Exception {
    var keys = rsaKeys();
    var subject = new X500Principal("CN=fairlead");
    var holder =
        new JcaX509v3CertificateBuilder(
                subject,
                BigInteger.TEN,
                Date.from(NOW.minus(LIFETIME)),
                Date.from(NOW.plus(LIFETIME)),
                subject,
                keys.getPublic())
            .build(new JcaContentSignerBuilder("SHA256withRSA").build(keys.getPrivate()));
    var certificate = new JcaX509CertificateConverter().getCertificate(holder);
    return new ServingCertificate(keys.getPrivate(), List.of(certificate));
  }
}
