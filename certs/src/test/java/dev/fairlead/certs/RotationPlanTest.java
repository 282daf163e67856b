package dev.fairlead.certs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.certs.RotationPlan.Keep;
import dev.fairlead.certs.RotationPlan.Leave;
import dev.fairlead.certs.RotationPlan.PromoteSuccessor;
import dev.fairlead.certs.RotationPlan.RenewAuthority;
import dev.fairlead.certs.RotationPlan.RenewServing;
import dev.fairlead.certs.RotationPlan.StartAnew;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RotationPlanTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final ServingNames NAMES = ServingNames.ofService("fairlead", "guard");
  private static final RotationSettings SETTINGS =
      new RotationSettings(
          NAMES, Duration.ofDays(360), Duration.ofDays(30), Duration.ofMinutes(10));

  private final SecureRandom random = new SecureRandom();
  private final ManagedCertificates made = made(NOW);

  @Test
  void whatIsFreshIsKeptUntilTwoThirdsOfItsLife() {
    var serving = made.serving().certificate();

    assertThat(plan(made, NOW)).isEqualTo(new Keep(RotationPlan.twoThirds(serving)));
    assertThat(RotationPlan.twoThirds(serving))
        .isBetween(NOW.plus(Duration.ofDays(19)), NOW.plus(Duration.ofDays(20)));
  }

  @Test
  void aServingCertificateIsRenewedAtTwoThirdsOfItsLife() {
    var due = RotationPlan.twoThirds(made.serving().certificate());

    assertThat(plan(made, due.minus(SECOND))).isEqualTo(new Keep(due));
    assertThat(plan(made, due)).isEqualTo(new RenewServing("two thirds of its life are over"));
    assertThat(plan(made, due.plus(SECOND))).isInstanceOf(RenewServing.class);
  }

  @Test
  void anExpiredServingCertificateIsRenewed() {
    assertThat(plan(made, NOW.plus(Duration.ofDays(30))))
        .isEqualTo(new RenewServing("expired at 2026-03-31T12:00:00Z"));
    assertThat(plan(made, NOW.plus(Duration.ofDays(30)).minus(SECOND)))
        .isEqualTo(new RenewServing("two thirds of its life are over"));
  }

  @Test
  void aServingCertificateFromTheFutureIsRenewed() {
    var authorities = made.authorities();
    var future = authorities.current().issue(NAMES, NOW.plus(Duration.ofDays(1)), LONG);

    assertThat(plan(new ManagedCertificates(authorities, future), NOW))
        .isEqualTo(new RenewServing("is not valid before 2026-03-02T11:55:00Z"));
  }

  private static final Duration LONG = Duration.ofDays(30);

  private static final ServingNames MORE_NAMES = NAMES.and(List.of("other"), List.of("10.0.0.1"));

  private static final RotationSettings MORE_TERMS =
      new RotationSettings(MORE_NAMES, LONG, LONG, Duration.ofHours(1));

  @Test
  void namesThatAreLackingAreReasonToRenew() {
    var authority = authority(MORE_NAMES, NOW);
    var lacking =
        new ManagedCertificates(
            Authorities.of(authority, Optional.empty(), List.of(), NOW),
            authority.issue(NAMES, NOW, SETTINGS.servingLifetime()));

    assertThat(RotationPlan.of(lacking, MORE_TERMS, NOW))
        .isEqualTo(new RenewServing("is not for other, 10.0.0.1"));
  }

  @Test
  void namesThatTheAuthorityMayNotCertifyAreReasonToRenewIt() {
    assertThat(RotationPlan.of(made, MORE_TERMS, NOW))
        .isEqualTo(new RenewAuthority("may not certify other, 10.0.0.1"));

    var successor = new Successor(authority(NAMES, NOW), Optional.of(NOW));
    var succeeded =
        new ManagedCertificates(
            Authorities.of(made.authorities().current(), Optional.of(successor), List.of(), NOW),
            made.serving());
    assertThat(RotationPlan.of(succeeded, MORE_TERMS, NOW))
        .isEqualTo(new RenewAuthority("its successor may not certify other, 10.0.0.1"));

    var better = new Successor(authority(MORE_NAMES, NOW), Optional.of(NOW));
    var waiting =
        new ManagedCertificates(
            Authorities.of(made.authorities().current(), Optional.of(better), List.of(), NOW),
            made.serving());
    assertThat(RotationPlan.of(waiting, MORE_TERMS, NOW)).isInstanceOf(Keep.class);
    assertThat(RotationPlan.of(waiting, MORE_TERMS, NOW.plus(MORE_TERMS.overlap())))
        .isEqualTo(new PromoteSuccessor());
  }

  @Test
  void namesThatNobodyAsksForAreNone() {
    var terms = new RotationSettings(ServingNames.LOOPBACK, LONG, LONG, LONG);

    assertThat(RotationPlan.of(made, terms, NOW)).isInstanceOf(Keep.class);
  }

  @Test
  void aServingCertificateOfAnotherAuthorityIsRenewed() {
    var mixed = new ManagedCertificates(made.authorities(), made(NOW).serving());

    assertThat(plan(mixed, NOW)).isEqualTo(new RenewServing("was issued by another authority"));
  }

  @Test
  void anAuthorityIsRenewedAtTwoThirdsOfItsLife() {
    var due = RotationPlan.twoThirds(made.authorities().current().certificate());
    var before = withNewServing(made, due.minus(SECOND));

    assertThat(plan(before, due.minus(SECOND))).isEqualTo(new Keep(due));
    assertThat(plan(before, due)).isEqualTo(new RenewAuthority("two thirds of its life are over"));
  }

  @Test
  void anExpiredAuthorityIsRenewedInTheOrderlyWay() {
    var late = NOW.plus(Duration.ofDays(360));

    assertThat(plan(made, late)).isEqualTo(new RenewAuthority("expired at 2027-02-24T12:00:00Z"));
  }

  @Test
  void anAuthorityFromTheFutureIsRenewedInTheOrderlyWay() {
    assertThat(plan(made, NOW.minus(Duration.ofDays(1))))
        .isEqualTo(new RenewAuthority("is not valid before 2026-03-01T11:55:00Z"));
  }

  @Test
  void aSuccessorTakesOverAfterTheOverlapAndNotBefore() {
    var since = NOW.plus(Duration.ofHours(1));
    var end = since.plus(SETTINGS.overlap());
    var announced = withSuccessor(NOW, Optional.of(since));

    assertThat(plan(announced, since)).isEqualTo(new Keep(end));
    assertThat(plan(announced, end.minus(SECOND))).isEqualTo(new Keep(end));
    assertThat(plan(announced, end)).isEqualTo(new PromoteSuccessor());
  }

  @Test
  void aSuccessorThatIsNotTrustedEverywhereWaits() {
    var announced = withSuccessor(NOW, Optional.empty());

    assertThat(plan(announced, NOW.plus(Duration.ofDays(10))))
        .isEqualTo(new Keep(RotationPlan.twoThirds(announced.serving().certificate())));
  }

  @Test
  void aSuccessorFromTheFutureIsReplaced() {
    var announced = withSuccessor(NOW.plus(Duration.ofDays(3)), Optional.of(NOW.minus(LONG)));

    assertThat(plan(announced, NOW))
        .isEqualTo(new RenewAuthority("its successor is not valid before 2026-03-04T11:55:00Z"));
  }

  @Test
  void aServingCertificateThatEndsWithItsAuthorityIsNotRenewedAgainAndAgain() {
    var late = RotationPlan.twoThirds(made.authorities().current().certificate());
    var last = late.plus(Duration.ofDays(119));
    var announced =
        withNewServing(withSuccessor(late, Optional.empty()), last.minus(Duration.ofDays(18)));

    assertThat(announced.serving().notAfter()).isEqualTo(NOW.plus(Duration.ofDays(360)));
    assertThat(plan(announced, last)).isEqualTo(new Keep(Instant.MAX));
  }

  @Test
  void whereThereIsNothingAnAuthorityIsMadeAtOnce() {
    assertThat(read(Map.of())).isEqualTo(new Stored.Nothing());
    assertThat(read(Map.of("tls.crt", " ", "other", "text"))).isEqualTo(new Stored.Nothing());
    assertThat(plan(new Stored.Nothing(), NOW)).isEqualTo(new StartAnew("there is none yet"));
  }

  @Test
  void certificatesOfSomebodyElsesMakingAreLeftAlone() {
    var texts = new HashMap<>(made.texts());
    texts.remove("ca.key");

    assertThat(plan(read(texts), NOW))
        .isEqualTo(new Leave("holds certificates without ca.key, so Fairlead did not make them"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ca.crt", "ca.key"})
  void aCorruptedAuthorityIsReasonToStartAnew(String key) {
    var texts = new HashMap<>(made.texts());
    texts.put(key, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----");

    assertThat(plan(read(texts), NOW))
        .isInstanceOfSatisfying(
            StartAnew.class, plan -> assertThat(plan.why()).startsWith(key + ": must be PEM"));
  }

  @Test
  void theKeyOfAnotherAuthorityIsReasonToStartAnew() {
    var texts = new HashMap<>(made.texts());
    texts.put("ca.key", made(NOW).texts().get("ca.key"));

    assertThat(plan(read(texts), NOW))
        .isEqualTo(
            new StartAnew(
                "ca.key: must be the key of the first certificate in ca.crt, is another"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tls.crt", "tls.key"})
  void aCorruptedServingCertificateIsRenewedByItsAuthority(String key) {
    var texts = new HashMap<>(made.texts());
    texts.put(key, "hello");

    assertThat(plan(read(texts), NOW))
        .isInstanceOfSatisfying(
            RenewServing.class, plan -> assertThat(plan.why()).startsWith(key + ": must hold"));
  }

  @Test
  void aServingKeyThatDoesNotFitIsRenewed() {
    var texts = new HashMap<>(made.texts());
    texts.put("tls.key", made(NOW).texts().get("tls.key"));

    assertThat(plan(read(texts), NOW))
        .isEqualTo(
            new RenewServing(
                "tls.key: must be the key of the first certificate in tls.crt, is another"));
  }

  @Test
  void whatIsWrittenReadsBack() {
    var since = NOW.plus(SECOND);
    var announced = withSuccessor(NOW, Optional.of(since));

    assertThat(read(announced.texts()))
        .isInstanceOfSatisfying(
            ManagedCertificates.class,
            read -> {
              assertThat(read.serving()).isEqualTo(announced.serving());
              assertThat(read.authorities().trusted()).isEqualTo(announced.authorities().trusted());
              assertThat(read.authorities().successor().orElseThrow().trustedSince())
                  .contains(since);
              assertThat(read.texts()).isEqualTo(announced.texts());
            });
    assertThat(announced.toString()).doesNotContain("PRIVATE");
  }

  @Test
  void aSuccessorThatCannotBeReadIsNone() {
    var texts = new HashMap<>(withSuccessor(NOW, Optional.empty()).texts());
    texts.put("next-ca.key", made(NOW).texts().get("ca.key"));

    assertThat(((ManagedCertificates) read(texts)).authorities().successor()).isEmpty();
  }

  private static RotationPlan plan(Stored stored, Instant now) {
    return RotationPlan.of(stored, SETTINGS, now);
  }

  private Stored read(Map<String, String> texts) {
    return ManagedCertificates.read(texts, random);
  }

  private CertificateAuthority authority(Instant now) {
    return authority(NAMES, now);
  }

  private CertificateAuthority authority(ServingNames names, Instant now) {
    return CertificateAuthority.create(
        CertificateAuthority.NAME, names, now, SETTINGS.authorityLifetime(), random);
  }

  private ManagedCertificates made(Instant now) {
    var authority = authority(now);
    return new ManagedCertificates(
        Authorities.of(authority, Optional.empty(), List.of(), now),
        authority.issue(NAMES, now, SETTINGS.servingLifetime()));
  }

  private ManagedCertificates withNewServing(ManagedCertificates before, Instant now) {
    return new ManagedCertificates(
        before.authorities(),
        before.authorities().current().issue(NAMES, now, SETTINGS.servingLifetime()));
  }

  private ManagedCertificates withSuccessor(Instant made, Optional<Instant> trustedSince) {
    var successor = new Successor(authority(made), trustedSince);
    return new ManagedCertificates(
        Authorities.of(this.made.authorities().current(), Optional.of(successor), List.of(), made),
        this.made.serving());
  }
}
