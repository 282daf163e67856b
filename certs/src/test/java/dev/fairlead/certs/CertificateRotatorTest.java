package dev.fairlead.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

final class CertificateRotatorTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  private static final RotationSettings SETTINGS =
      new RotationSettings(
          ServingNames.ofService("fairlead", "guard"),
          Duration.ofDays(360),
          Duration.ofDays(30),
          Duration.ofMinutes(10));

  private final SecureRandom random = new SecureRandom();
  private final Memory store = new Memory();
  private final Bundle bundle = new Bundle();
  private Instant now = START;
  private final CertificateRotator rotator = replica();

  /// A store in memory, as strict about versions as an API server.
  private final class Memory implements CertificateStore {
    private Map<String, String> texts = new HashMap<>();
    private int version;
    private boolean readOnly;
    private Optional<Instant> clock = Optional.empty();

    @Override
    public synchronized Loaded load() {
      return new Loaded(
          ManagedCertificates.read(texts, random), Optional.of(Integer.toString(version)), clock);
    }

    @Override
    public synchronized boolean save(ManagedCertificates certificates, Loaded replaced)
        throws StoreUnavailable {
      if (readOnly) {
        throw new StoreUnavailable("cannot write: forbidden");
      }
      if (!replaced.version().equals(Optional.of(Integer.toString(version)))) {
        return false;
      }
      texts = certificates.texts();
      version++;
      return true;
    }

    synchronized void put(String key, String text) {
      texts = new HashMap<>(texts);
      texts.put(key, text);
      version++;
    }

    synchronized void clear() {
      texts = Map.of();
      version++;
    }
  }

  /// What one webhook configuration trusts.
  private static final class Bundle implements Registrations {
    private List<X509Certificate> trusted = List.of();
    private boolean readOnly;

    @Override
    public synchronized List<String> trust(List<X509Certificate> authorities)
        throws StoreUnavailable {
      if (readOnly) {
        throw new StoreUnavailable("cannot write caBundle: forbidden");
      }
      if (trusted.equals(authorities)) {
        return List.of();
      }
      trusted = authorities;
      return List.of("fairlead");
    }
  }

  @Test
  void theFirstStepMakesEverythingAndHasItTrusted() throws Exception {
    var step = rotator.step();

    assertThat(step.done()).containsExactly(new RotationPlan.StartAnew("there is none yet"));
    assertThat(step.repaired()).containsExactly("fairlead");
    assertThat(step.problem()).isEmpty();
    assertServesTrusted(step);
    assertThat(step.next())
        .isEqualTo(RotationPlan.twoThirds(step.certificates().serving().certificate()));
  }

  @Test
  void theNextStepDoesNothing() throws Exception {
    var first = rotator.step();
    var second = rotator.step();

    assertThat(second.done()).isEmpty();
    assertThat(second.repaired()).isEmpty();
    assertThat(second.certificates().serving()).isEqualTo(first.certificates().serving());
  }

  @Test
  void manyReplicasThatStartAtOnceEndUpWithOneAuthority() throws Exception {
    var together = new CyclicBarrier(8);
    var steps = new ArrayList<CertificateRotator.Step>();
    try (var threads = Executors.newFixedThreadPool(8)) {
      Callable<CertificateRotator.Step> start =
          () -> {
            var replica = replica();
            together.await();
            return replica.step();
          };
      for (var replica : threads.invokeAll(Collections.nCopies(8, start))) {
        steps.add(replica.get());
      }
    }

    assertThat(steps)
        .extracting(step -> step.certificates().authorities().trusted())
        .containsOnly(steps.getFirst().certificates().authorities().trusted());
    assertThat(steps)
        .extracting(step -> step.certificates().serving())
        .containsOnly(steps.getFirst().certificates().serving());
    assertThat(steps.stream().flatMap(step -> step.done().stream())).hasSize(1);
  }

  @Test
  void anAuthorityIsTrustedForTheWholeOverlapBeforeItIsUsed() throws Exception {
    var before = rotator.step().certificates();
    now = RotationPlan.twoThirds(before.authorities().current().certificate());
    var announced = rotator.step();

    assertThat(announced.done())
        .extracting(Object::getClass)
        .containsExactly(RotationPlan.RenewServing.class, RotationPlan.RenewAuthority.class);
    assertThat(announced.certificates().authorities().trusted()).hasSize(2);
    assertThat(bundle.trusted).hasSize(2);
    assertServesTrusted(announced);
    assertThat(announced.next()).isEqualTo(now.plus(SETTINGS.overlap()));

    now = announced.next().minusSeconds(1);
    assertThat(rotator.step().done()).isEmpty();

    now = announced.next();
    var promoted = rotator.step();
    assertThat(promoted.done()).containsExactly(new RotationPlan.PromoteSuccessor());
    assertThat(promoted.certificates().authorities().current().certificate())
        .isEqualTo(announced.certificates().authorities().trusted().getLast());
    assertThat(promoted.certificates().authorities().trusted())
        .contains(before.authorities().current().certificate());
    assertThat(promoted.repaired()).containsExactly("fairlead");
    assertServesTrusted(promoted);
  }

  @Test
  void aBundleThatIsEmptiedStartsTheOverlapAgain() throws Exception {
    rotator.step();
    rotator.renewAuthority();
    var announced = rotator.step();
    now = announced.next();
    bundle.trusted = List.of();

    var repaired = rotator.step();

    assertThat(repaired.repaired()).containsExactly("fairlead");
    assertThat(repaired.done()).isEmpty();
    assertThat(repaired.next()).isEqualTo(now.plus(SETTINGS.overlap()));
    now = repaired.next();
    assertThat(rotator.step().done()).containsExactly(new RotationPlan.PromoteSuccessor());
  }

  @Test
  void anAuthorityIsNotUsedWhileItCannotBeMadeKnown() throws Exception {
    rotator.step();
    bundle.readOnly = true;
    rotator.renewAuthority();
    now = now.plus(Duration.ofDays(1));

    var step = rotator.step();

    assertThat(step.done()).isEmpty();
    assertThat(step.problem()).hasValue("cannot write caBundle: forbidden");
    assertServesTrusted(step);
  }

  @Test
  void expiredAuthoritiesAreForgotten() throws Exception {
    var first = rotator.step().certificates().authorities().current().certificate();
    now = RotationPlan.twoThirds(first);
    now = rotator.step().next();
    rotator.step();
    now = START.plus(SETTINGS.authorityLifetime());

    assertThat(rotator.step().certificates().authorities().trusted()).doesNotContain(first);
  }

  @Test
  void aSecretThatIsLostIsWrittenAgainAsItWas() throws Exception {
    var before = rotator.step().certificates();
    store.clear();

    var step = rotator.step();

    assertThat(step.done()).isEmpty();
    assertThat(step.certificates().texts()).isEqualTo(before.texts());
    assertThat(store.texts).isEqualTo(before.texts());
  }

  @Test
  void aSecretThatIsSpoiltIsWrittenAgainAsItWas() throws Exception {
    var before = rotator.step().certificates();
    store.put("ca.key", "hello");

    assertThat(rotator.step().certificates().texts()).isEqualTo(before.texts());
    assertThat(store.texts).isEqualTo(before.texts());
  }

  @Test
  void aSecretThatWasSpoiltBeforeTheStartIsMadeAnew() throws Exception {
    store.put("ca.crt", "hello");
    store.put("ca.key", "hello");

    var step = rotator.step();

    assertThat(step.done())
        .containsExactly(
            new RotationPlan.StartAnew(
                "ca.crt: must hold a certificate as PEM (-----BEGIN …), holds none"));
    assertServesTrusted(step);
  }

  @Test
  void aServingKeyThatDoesNotFitCostsNoAuthority() throws Exception {
    var before = rotator.step().certificates();
    store.put("tls.key", replacement());

    var step = rotator.step();

    assertThat(step.done())
        .extracting(Object::getClass)
        .containsExactly(RotationPlan.RenewServing.class);
    assertThat(step.certificates().authorities().trusted())
        .isEqualTo(before.authorities().trusted());
    assertServesTrusted(step);
  }

  @Test
  void whereNothingMayBeWrittenWhatIsThereIsServed() throws Exception {
    var before = rotator.step().certificates();
    store.readOnly = true;
    now = RotationPlan.twoThirds(before.serving().certificate());

    var other = replica().step();

    assertThat(other.problem()).hasValue("cannot write: forbidden");
    assertThat(other.certificates().serving()).isEqualTo(before.serving());
  }

  @Test
  void whereNothingIsThereAndNothingMayBeWrittenNothingIsServed() {
    store.readOnly = true;

    assertThatThrownBy(rotator::step)
        .isInstanceOf(StoreUnavailable.class)
        .hasMessage("cannot write: forbidden");
  }

  @Test
  void certificatesOfSomebodyElseAreNotOverwritten() {
    store.put("tls.crt", "theirs");

    assertThatThrownBy(rotator::step)
        .isInstanceOf(StoreUnavailable.class)
        .hasMessage("holds certificates without ca.key, so Fairlead did not make them");
    assertThat(store.texts).isEqualTo(Map.of("tls.crt", "theirs"));
  }

  @Test
  void aReplicaWhoseClockIsWrongRenewsNothing() throws Exception {
    var before = rotator.step().certificates();
    store.clock = Optional.of(START);
    now = START.plus(Duration.ofDays(400));

    var step = rotator.step();

    assertThat(step.done()).isEmpty();
    assertThat(step.problem())
        .hasValue(
            "the clock here must agree with the API server's, is 34560000 s ahead; nothing is"
                + " renewed until it does");
    assertThat(step.certificates()).isEqualTo(before);
  }

  private String replacement() {
    return CertificateAuthority.create(
            CertificateAuthority.NAME,
            ServingNames.LOOPBACK,
            now,
            SETTINGS.authorityLifetime(),
            random)
        .issue(ServingNames.LOOPBACK, now, SETTINGS.servingLifetime())
        .keyPem();
  }

  private void assertServesTrusted(CertificateRotator.Step step) {
    assertThat(step.certificates().serving().problemOfTrust(bundle.trusted, now)).isEmpty();
    assertThat(step.certificates().serving().keyFits()).isTrue();
    assertThat(
            ServingNames.in(step.certificates().serving().certificate())
                .map(SETTINGS.names()::lackingIn))
        .hasValue(List.of());
  }

  private CertificateRotator replica() {
    InstantSource clock = () -> now;
    return new CertificateRotator(store, bundle, SETTINGS, clock, random);
  }
}
