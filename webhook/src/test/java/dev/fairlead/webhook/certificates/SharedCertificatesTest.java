package dev.fairlead.webhook.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.certs.Pem;
import dev.fairlead.certs.RotationSettings;
import dev.fairlead.certs.ServingCertificate;
import dev.fairlead.certs.ServingNames;
import dev.fairlead.webhook.api.MemoryApiServer;
import dev.fairlead.webhook.metrics.Metrics;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Replicas that share one Secret and two webhook configurations, on an API server in memory.
@Timeout(60)
final class SharedCertificatesTest {
  private static final String SECRETS = "/api/v1/namespaces/guard/secrets";
  private static final String SECRET = SECRETS + "/certificates";
  private static final String KINDS = "/apis/admissionregistration.k8s.io/v1/";
  private static final List<String> CONFIGURATIONS =
      List.of(
          KINDS + "validatingwebhookconfigurations/reviews",
          KINDS + "mutatingwebhookconfigurations/fixes");

  /// So short that all of it is over before our clock differs too much from the API server's.
  private static final RotationSettings SETTINGS =
      new RotationSettings(
          ServingNames.ofService("fairlead", "guard"),
          Duration.ofMinutes(8),
          Duration.ofMinutes(3),
          Duration.ofSeconds(30));

  /// Less than the time after which a replica looks by itself.
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.now().truncatedTo(ChronoUnit.SECONDS));
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Replica> replicas = new CopyOnWriteArrayList<>();
  private MemoryApiServer server;

  @TempDir Path folder;

  /// One of those that share the certificates.
  private record Replica(SharedCertificates source, Metrics metrics, AtomicInteger changes) {
    ServingCertificate current() {
      return source.current();
    }

    void follow() {
      source.start(changes::incrementAndGet);
    }
  }

  @BeforeEach
  void startTheServer() throws IOException {
    server = new MemoryApiServer();
    CONFIGURATIONS.forEach(path -> server.put(path, configuration(path, "guard")));
  }

  @AfterEach
  void stop() {
    replicas.forEach(replica -> replica.source().close());
    threads.shutdownNow();
    server.close();
  }

  private static String configuration(String path, String installation) {
    return """
    {"metadata": {"name": "%s", "labels": {"fairlead.dev/ca-bundle": "%s"}},
     "webhooks": [{"name": "review.fairlead.dev", "clientConfig": {}}]}
    """
        .formatted(path.substring(path.lastIndexOf('/') + 1), installation);
  }

  private Replica open() throws Exception {
    return open(new Metrics());
  }

  private Replica open(Metrics metrics) throws Exception {
    var random = new SecureRandom();
    var cluster =
        CertificateCluster.connect(
            Optional.of(server.kubeconfig(folder)),
            Map.of(),
            "guard",
            "certificates",
            "fairlead.dev/ca-bundle=guard",
            now::get,
            random);
    var source = SharedCertificates.open(cluster, SETTINGS, now::get, random, metrics);
    var replica = new Replica(source, metrics, new AtomicInteger());
    replicas.add(replica);
    return replica;
  }

  private Replica following() throws Exception {
    var replica = open();
    replica.follow();
    await("every watch", () -> watches() >= 1 + CONFIGURATIONS.size());
    return replica;
  }

  private long watches() {
    return server.asked().stream().filter(asked -> asked.contains("watch=true")).count();
  }

  private static Replica unchecked(Callable<Replica> opening) {
    try {
      return opening.call();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static void await(String what, BooleanSupplier condition) {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waiting for %s", what).isLessThan(deadline);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }

  /// What every configuration trusts; they must agree.
  private List<X509Certificate> trusted() {
    var bundles = CONFIGURATIONS.stream().map(this::bundle).distinct().toList();
    assertThat(bundles).hasSize(1);
    return certificates(bundles.getFirst());
  }

  private String bundle(String path) {
    var entry = server.object(path).orElseThrow().path("webhooks").path(0);
    return entry.path("clientConfig").path("caBundle").asString("");
  }

  private static List<X509Certificate> certificates(String base64) {
    try {
      return CertificateFactory.getInstance("X.509")
          .generateCertificates(new ByteArrayInputStream(Base64.getDecoder().decode(base64)))
          .stream()
          .map(X509Certificate.class::cast)
          .toList();
    } catch (CertificateException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean signed(X509Certificate certificate, X509Certificate authority) {
    try {
      certificate.verify(authority.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private String secret(String key) {
    var data = server.object(SECRET).orElseThrow().path("data").path(key).asString("");
    return new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8);
  }

  private static Instant twoThirds(X509Certificate certificate) {
    var from = certificate.getNotBefore().toInstant();
    var life = Duration.between(from, certificate.getNotAfter().toInstant());
    return from.plus(life.multipliedBy(2).dividedBy(3));
  }

  private void wakeEveryReplica() {
    for (var path : CONFIGURATIONS) {
      server.put(path, server.object(path).orElseThrow().toString());
    }
  }

  private void assertServesTrusted(Replica replica) {
    assertThat(replica.current().problemOfTrust(trusted(), now.get())).isEmpty();
    assertThat(replica.current().keyFits()).isTrue();
  }

  @Test
  void theFirstReplicaMakesTheCertificateAndHasItTrusted() throws Exception {
    var first = open();

    assertThat(secret("tls.crt")).isEqualTo(first.current().chainPem());
    assertThat(secret("tls.key")).isEqualTo(first.current().keyPem());
    assertThat(secret("ca.crt"))
        .isEqualTo(Pem.of(List.of(first.source().authority().orElseThrow())));
    assertThat(trusted()).containsExactly(first.source().authority().orElseThrow());
    assertServesTrusted(first);
    assertThat(first.source().problem()).isEmpty();
    assertThat(first.metrics().text())
        .contains("fairlead_certificate_rotations_total{plan=\"start-anew\"} 1.0\n")
        .contains("fairlead_certificate_bundle_writes_total 2.0\n");
  }

  @Test
  void theNextReplicaTakesWhatIsThereAndWritesNothing() throws Exception {
    var first = open();
    var writes = server.writes().size();

    var second = open();

    assertThat(second.current()).isEqualTo(first.current());
    assertThat(second.source().authority()).isEqualTo(first.source().authority());
    assertThat(server.writes()).hasSize(writes);
  }

  @Test
  void aConfigurationOfAnotherInstallationIsLeftAlone() throws Exception {
    var foreign = KINDS + "validatingwebhookconfigurations/foreign";
    server.put(foreign, configuration(foreign, "other"));

    open();

    assertThat(bundle(foreign)).isEmpty();
    assertThat(trusted()).hasSize(1);
  }

  @Test
  void whoeverIsSecondToMakeTheSecretTakesTheCertificateOfTheFirst() throws Exception {
    server.beforeNext("POST", SECRETS, () -> unchecked(this::open));

    var loser = open();

    var winner = replicas.getFirst();
    assertThat(winner).isNotSameAs(loser);
    assertThat(loser.current()).isEqualTo(winner.current());
    assertThat(loser.metrics().text()).doesNotContain("start-anew");
    assertThat(winner.metrics().text()).contains("{plan=\"start-anew\"} 1.0\n");
    assertThat(trusted()).containsExactly(winner.source().authority().orElseThrow());
    assertServesTrusted(loser);
  }

  @Test
  void whoeverIsSecondToRenewTakesTheCertificateOfTheFirst() throws Exception {
    var first = open().current();
    now.set(twoThirds(first.certificate()));
    server.beforeNext("PATCH", SECRET, () -> unchecked(this::open));

    var loser = open();

    var winner = replicas.get(1);
    assertThat(winner).isNotSameAs(loser);
    assertThat(winner.current()).isNotEqualTo(first);
    assertThat(loser.current()).isEqualTo(winner.current());
    assertThat(loser.metrics().text()).doesNotContain("renew-serving");
    assertServesTrusted(loser);
  }

  @Test
  void whatAnotherReplicaRenewsIsShownWithoutDelay() throws Exception {
    var follower = following();
    var before = follower.current();
    now.set(twoThirds(before.certificate()));

    var renewed = open().current();

    await("the renewed certificate", () -> follower.current().equals(renewed));
    await("the word of it", () -> follower.changes().get() == 1);
    assertThat(renewed).isNotEqualTo(before);
    assertThat(follower.metrics().text()).contains("fairlead_certificate_replacements_total 1.0\n");
  }

  @Test
  void everyConfigurationTrustsAnAuthorityBeforeItCertifies() throws Exception {
    var untrusted = new ArrayList<String>();
    var old = open().source().authority().orElseThrow();
    server.beforeEach(
        write -> {
          if (write.path().equals(SECRET)) {
            var sent = write.body().path("data").path("tls.crt").asString();
            var serving = certificates(sent).getFirst();
            if (trusted().stream().noneMatch(authority -> signed(serving, authority))) {
              untrusted.add(write.body().toString());
            }
          }
        });

    now.set(twoThirds(old));
    var announced = open();
    assertThat(announced.source().authority()).contains(old);
    assertThat(trusted()).hasSize(2).contains(old);
    assertThat(announced.current().problemOfTrust(List.of(old), now.get())).isEmpty();

    now.updateAndGet(time -> time.plus(SETTINGS.overlap()).minusSeconds(1));
    assertThat(open().source().authority()).contains(old);

    now.updateAndGet(time -> time.plusSeconds(1));
    var promoted = open();
    assertThat(promoted.source().authority()).isPresent().isNotEqualTo(Optional.of(old));
    assertServesTrusted(promoted);
    assertThat(untrusted).isEmpty();
  }

  @Test
  void anAuthorityThatSomebodyTookOutOfABundleHasToBeKnownAnew() throws Exception {
    var old = open().source().authority().orElseThrow();
    now.set(twoThirds(old));
    open();
    now.updateAndGet(time -> time.plus(SETTINGS.overlap()));
    server.put(CONFIGURATIONS.getFirst(), configuration(CONFIGURATIONS.getFirst(), "guard"));

    assertThat(open().source().authority()).contains(old);
    assertThat(trusted()).hasSize(2).contains(old);

    now.updateAndGet(time -> time.plus(SETTINGS.overlap()));
    assertThat(open().source().authority()).isPresent().isNotEqualTo(Optional.of(old));
  }

  @Test
  void anAuthorityThatCannotBeMadeKnownDoesNotCertify() throws Exception {
    var old = open().source().authority().orElseThrow();
    server.refuse("PATCH", CONFIGURATIONS.getLast(), 403, "not for you");
    now.set(twoThirds(old));
    open();

    now.updateAndGet(time -> time.plus(SETTINGS.overlap().multipliedBy(2)));
    var replica = open();

    assertThat(replica.source().authority()).contains(old);
    assertThat(replica.current().problemOfTrust(List.of(old), now.get())).isEmpty();
    assertThat(replica.source().problem()).contains("cannot write caBundle of fixes: not for you");
  }

  @Test
  void aBundleThatIsEmptiedIsWrittenAgain() throws Exception {
    var replica = following();
    var authority = replica.source().authority().orElseThrow();

    server.put(CONFIGURATIONS.getFirst(), configuration(CONFIGURATIONS.getFirst(), "guard"));

    await("the bundle", () -> !bundle(CONFIGURATIONS.getFirst()).isEmpty());
    assertThat(trusted()).containsExactly(authority);
    await(
        "the count",
        () -> replica.metrics().text().contains("fairlead_certificate_bundle_writes_total 3.0\n"));
    assertThat(replica.changes()).hasValue(0);
  }

  @Test
  void aSecretThatIsDeletedIsWrittenAgainAsItWas() throws Exception {
    var replica = following();
    var before = replica.current();

    server.remove(SECRET);

    await("the Secret", () -> server.object(SECRET).isPresent());
    assertThat(secret("tls.crt")).isEqualTo(before.chainPem());
    assertThat(secret("tls.key")).isEqualTo(before.keyPem());
    assertThat(replica.current()).isEqualTo(before);
  }

  @Test
  void aReplicaWaitsUntilTheApiLetsItStart() throws Exception {
    server.refuse("POST", SECRETS, 403, "secrets are forbidden");
    var metrics = new Metrics();
    var opening = threads.submit(() -> open(metrics));

    await("two tries", () -> metrics.text().contains("fairlead_certificate_failures_total 2.0\n"));
    assertThat(opening.isDone()).isFalse();
    assertThat(server.object(SECRET)).isEmpty();

    server.allowAll();
    var replica = opening.get(30, TimeUnit.SECONDS);
    assertThat(replica.source().problem()).isEmpty();
    assertServesTrusted(replica);
  }

  @Test
  void certificatesOfSomebodyElseAreNeverOverwritten() throws Exception {
    server.put(SECRET, "{\"data\": {\"tls.crt\": \"dGhlaXJz\"}}");
    var metrics = new Metrics();
    var opening = threads.submit(() -> open(metrics));

    await("two tries", () -> metrics.text().contains("fairlead_certificate_failures_total 2.0\n"));

    assertThat(server.writes()).isEmpty();
    assertThat(opening.isDone()).isFalse();
    opening.cancel(true);
  }

  @Test
  void whatCannotBeRenewedIsShownOnAndTheProblemTold() throws Exception {
    var replica = following();
    var before = replica.current();
    server.refuse("PATCH", SECRET, 403, "secrets are read only");
    now.set(twoThirds(before.certificate()));
    wakeEveryReplica();

    await("the problem", () -> replica.source().problem().isPresent());
    assertThat(replica.source().problem())
        .contains("cannot write Secret guard/certificates: secrets are read only");
    assertThat(replica.current()).isEqualTo(before);
    assertThat(replica.changes()).hasValue(0);

    server.allowAll();
    wakeEveryReplica();
    await("the end of it", () -> replica.source().problem().isEmpty());
    assertThat(replica.current()).isNotEqualTo(before);
    assertThat(secret("tls.crt")).isEqualTo(replica.current().chainPem());
  }

  @Test
  void aSecretThatCannotBeReadChangesNothing() throws Exception {
    var replica = following();
    var before = replica.current();
    server.refuse("GET", SECRET, 500, "etcd is away");
    wakeEveryReplica();

    await("the problem", () -> replica.source().problem().isPresent());

    assertThat(replica.source().problem())
        .contains("cannot read Secret guard/certificates: etcd is away");
    assertThat(replica.current()).isEqualTo(before);
    assertThat(replica.metrics().text())
        .doesNotContain("fairlead_certificate_failures_total 0.0\n");
  }

  @Test
  void aReplicaWhoseClockIsAheadRenewsNothing() throws Exception {
    var replica = following();
    var before = replica.current();
    var writes = server.writes().size();
    now.updateAndGet(time -> time.plus(Duration.ofMinutes(7)));
    wakeEveryReplica();

    await("the problem", () -> replica.source().problem().isPresent());

    assertThat(replica.source().problem().orElseThrow())
        .startsWith("the clock here must agree with the API server's");
    assertThat(replica.current()).isEqualTo(before);
    assertThat(server.writes()).hasSize(writes);
  }
}
