package dev.fairlead.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;

final class CertificateAuthorityTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final int DIGITAL_SIGNATURE = 0;
  private static final int KEY_CERT_SIGN = 5;

  private final SecureRandom random = new SecureRandom();

  @Test
  void theJdkTrustsWhatTheAuthorityIssues() throws Exception {
    var authority = authority(Duration.ofDays(10));
    var serving = authority.issue(ServingNames.LOOPBACK, NOW, Duration.ofDays(5));

    validate(serving, authority, NOW);
    assertThatThrownBy(() -> validate(serving, authority(Duration.ofDays(10)), NOW))
        .isInstanceOf(CertPathValidatorException.class);
  }

  @Test
  void aServingCertificateIsForServersOnlyAndCertifiesNobody() throws Exception {
    var certificate =
        authority(Duration.ofDays(10))
            .issue(ServingNames.LOOPBACK, NOW, Duration.ofDays(5))
            .certificate();

    assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
    assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    assertThat(certificate.getKeyUsage()[DIGITAL_SIGNATURE]).isTrue();
    assertThat(certificate.getKeyUsage()[KEY_CERT_SIGN]).isFalse();
    assertThat(certificate.getPublicKey()).isInstanceOf(ECPublicKey.class);
  }

  @Test
  void anAuthorityCertifiesServersButNoFurtherAuthority() {
    var certificate = authority(Duration.ofDays(10)).certificate();

    assertThat(certificate.getBasicConstraints()).isZero();
    assertThat(certificate.getKeyUsage()[KEY_CERT_SIGN]).isTrue();
    assertThat(certificate.getSubjectX500Principal()).isEqualTo(new X500Principal("CN=test"));
  }

  @Test
  void anAuthorityMayCertifyItsOwnNamesAlone() throws Exception {
    var names = new ServingNames(List.of("fairlead.guard.svc"), List.of("10.0.0.1", "fd00::1"));
    var authority = authority(names, Duration.ofDays(10));
    var others = new ServingNames(List.of("kubernetes.default.svc"), List.of("10.0.0.2", "::1"));

    assertThat(authority.certificate().getCriticalExtensionOIDs()).contains("2.5.29.30");
    assertThat(authority.forbidden(names)).isEmpty();
    assertThat(authority.forbidden(others))
        .containsExactly("kubernetes.default.svc", "10.0.0.2", "::1");
    assertThat(ServingNames.in(issued(authority, names.and(others.dnsNames(), others.addresses()))))
        .hasValueSatisfying(
            issued -> assertThat(issued.lackingIn(names)).as("beside its own").isEmpty());
  }

  @Test
  void whoHasNoAddressMayCertifyNone() {
    var byName = authority(new ServingNames(List.of("a.svc"), List.of()), Duration.ofDays(10));
    var byAddress =
        authority(new ServingNames(List.of(), List.of("10.0.0.1")), Duration.ofDays(10));

    assertThat(byName.forbidden(new ServingNames(List.of("a.svc"), List.of("10.0.0.1", "::1"))))
        .containsExactly("10.0.0.1", "::1");
    assertThat(byAddress.forbidden(new ServingNames(List.of("a.svc"), List.of("10.0.0.1"))))
        .containsExactly("a.svc");
  }

  /// A certificate for a name that its authority may not certify is no use to a client that heeds
  /// the constraints, as Go's do.
  @Test
  void clientsRefuseWhatTheAuthorityMayNotCertify() throws Exception {
    var authority = authority(ServingNames.LOOPBACK, Duration.ofDays(10));
    var elsewhere = new ServingNames(List.of("kubernetes.default.svc"), List.of());
    validate(authority.issue(ServingNames.LOOPBACK, NOW, Duration.ofDays(5)), authority, NOW);
    assertThatThrownBy(
            () -> validate(authority.issue(elsewhere, NOW, Duration.ofDays(5)), authority, NOW))
        .isInstanceOf(CertPathValidatorException.class);
  }

  private static X509Certificate issued(CertificateAuthority authority, ServingNames names) {
    return authority.issue(names, NOW, Duration.ofDays(5)).certificate();
  }

  @Test
  void everyNameAndAddressStandsInTheCertificate() throws Exception {
    var names =
        new ServingNames(List.of("fairlead.fairlead-system.svc"), List.of("127.0.0.1", "::1"));

    var alternatives =
        authority(names, Duration.ofDays(10))
            .issue(names, NOW, Duration.ofDays(5))
            .certificate()
            .getSubjectAlternativeNames();

    assertThat(alternatives.stream().map(Object::toString))
        .containsExactlyInAnyOrder(
            "[2, fairlead.fairlead-system.svc]", "[7, 127.0.0.1]", "[7, 0:0:0:0:0:0:0:1]");
  }

  @Test
  void aServiceIsNamedAsApiServersCallIt() {
    assertThat(ServingNames.ofService("fairlead", "guard").dnsNames())
        .contains("fairlead.guard.svc");
  }

  @Test
  void aServerMustHaveSomeName() {
    assertThatThrownBy(() -> new ServingNames(List.of(), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void certificatesAreValidALittleBeforeTheyAreMade() {
    var authority = authority(Duration.ofDays(10));
    var serving = authority.issue(ServingNames.LOOPBACK, NOW, Duration.ofDays(5));

    assertThat(serving.notBefore()).isEqualTo(NOW.minus(CertificateAuthority.CLOCK_SKEW));
    assertThat(serving.notAfter()).isEqualTo(NOW.plus(Duration.ofDays(5)));
    assertThat(authority.certificate().getNotBefore().toInstant()).isBefore(NOW);
  }

  @Test
  void noCertificateOutlivesItsAuthority() {
    var serving =
        authority(Duration.ofDays(10)).issue(ServingNames.LOOPBACK, NOW, Duration.ofDays(20));

    assertThat(serving.notAfter()).isEqualTo(NOW.plus(Duration.ofDays(10)));
  }

  @Test
  void serialNumbersAreLongAndNeverTheSame() {
    var authority = authority(Duration.ofDays(10));
    var one = serial(authority);
    var other = serial(authority);

    assertThat(one).isPositive().isNotEqualTo(other);
    assertThat(one.bitLength()).isBetween(64, 128);
  }

  @Test
  void theTextFormsReadBack() throws Exception {
    var serving =
        authority(Duration.ofDays(10)).issue(ServingNames.LOOPBACK, NOW, Duration.ofDays(5));

    var read =
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(serving.chainPem().getBytes(StandardCharsets.US_ASCII)));

    assertThat(read).isEqualTo(serving.certificate());
    assertThat(serving.keyPem()).startsWith("-----BEGIN PRIVATE KEY-----\n");
    assertThat(serving.chainPem().lines()).allMatch(line -> line.length() <= 64);
  }

  @Test
  void aServingCertificateDoesNotShowItsKey() {
    var serving =
        authority(Duration.ofDays(10)).issue(ServingNames.LOOPBACK, NOW, Duration.ofDays(5));

    assertThat(serving.toString())
        .isEqualTo(
            "ServingCertificate[CN=fairlead-webhook, O=Fairlead until 2026-03-06T12:00:00Z]");
  }

  private CertificateAuthority authority(Duration lifetime) {
    return authority(ServingNames.LOOPBACK, lifetime);
  }

  private CertificateAuthority authority(ServingNames names, Duration lifetime) {
    return CertificateAuthority.create(new X500Principal("CN=test"), names, NOW, lifetime, random);
  }

  private static BigInteger serial(CertificateAuthority authority) {
    return authority
        .issue(ServingNames.LOOPBACK, NOW, Duration.ofDays(5))
        .certificate()
        .getSerialNumber();
  }

  private static void validate(
      ServingCertificate serving, CertificateAuthority authority, Instant now) throws Exception {
    var parameters = new PKIXParameters(Set.of(new TrustAnchor(authority.certificate(), null)));
    parameters.setRevocationEnabled(false);
    parameters.setDate(Date.from(now));
    // The JDK heeds no constraints of an anchor, but those of a certificate on the way to it.
    var chain =
        Stream.concat(serving.chain().stream(), Stream.of(authority.certificate())).toList();
    CertPathValidator.getInstance("PKIX")
        .validate(CertificateFactory.getInstance("X.509").generateCertPath(chain), parameters);
  }
}
