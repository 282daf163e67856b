package dev.fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.e2e.Replicas.Replica;
import dev.fairlead.policies.judge.Level;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Several replicas under load from an API server that refuses a change when none of them answers,
/// while their certificates change, and while others meddle with them.
@OnCluster
final class RotationIT {
  private static final String RELEASE = "turn";
  private static final String NAMESPACE = "fairlead-rotation";
  private static final String SECRET = "turn-fairlead-serving";
  private static final String CONFIGURATION = "turn-fairlead-fairlead-rotation";
  private static final String ENTRY = "name=\"wiring.fairlead.dev\"";
  private static final int REPLICAS = 3;
  private static final int ENTRIES = 4;
  private static final int MUTATING_ENTRIES = 2;
  private static final Duration SOON = Duration.ofSeconds(45);

  private final Cluster cluster;
  private final Client client;
  private final Path directory;

  private Optional<Release> release = Optional.empty();
  private Optional<Load> running = Optional.empty();
  private List<X509Certificate> firstAuthorities = List.of();
  private List<BigInteger> firstSerials = List.of();

  RotationIT(Cluster cluster) {
    this.cluster = cluster;
    this.client = cluster.admin();
    this.directory = cluster.directory().resolve(NAMESPACE);
  }

  @BeforeAll
  void startReplicasOnAnEmptyClusterAtTheSameTime() {
    release =
        Optional.of(
            Release.start(
                cluster,
                RELEASE,
                NAMESPACE,
                REPLICAS,
                Release.Routing.BALANCED,
                "--set=webhook.failurePolicy=Fail",
                "--set=webhook.strictFailurePolicy=Fail",
                "--set=certificates.overlap=2s"));
    firstAuthorities = certificates(text(secret(), "ca.crt"));
    firstSerials = replicas().all().stream().map(Replica::serial).toList();
    awaitBundles(firstAuthorities);
    var load = Load.on(cluster, Sandbox.create(cluster, Level.GUARD).namespace());
    running = Optional.of(load);
    release().awaitAsked();
    load.start();
  }

  @AfterEach
  void noCallHasFailed() {
    load().awaitMore(30);
    assertThat(load().failures()).isEmpty();
  }

  @AfterAll
  void stopEverything() {
    running.ifPresent(Load::close);
    release.ifPresent(Release::close);
  }

  @Test
  void replicasThatStartAtTheSameTimeEndUpWithOneAuthorityAndOneCertificate() {
    assertThat(firstAuthorities).hasSize(1);
    assertThat(firstSerials).hasSize(REPLICAS);
    assertThat(firstSerials.stream().distinct()).hasSize(1);
    assertThat(replicas().metric("fairlead_certificate_rotations_total{plan=\"start-anew\"}"))
        .isEqualTo(1);
  }

  @Test
  void rotationsUnderLoadAndAnEmptiedBundleFailNoCall() throws IOException {
    var applied = load().applied();
    var answered = answered();
    var failed = failedCalls();

    rotateServing();
    load().awaitMore(40);
    rotateAuthority();
    load().awaitMore(40);
    // While a bundle is empty the API server trusts nobody: failurePolicy decides.
    failurePolicy("Ignore");
    var healed = emptyBundles();
    failurePolicy("Fail");
    var inVain = failedCalls() - failed;
    load().awaitMore(40);
    rotateAuthority();
    rotateServing();
    load().awaitMore(40);

    var applies = load().applied() - applied;
    System.err.printf(
        "rotation: %d applies, %d answered, %d called in vain while caBundle was empty for %d ms,"
            + " %d failed%n",
        applies, answered() - answered, inVain, healed.toMillis(), load().failures().size());
    assertThat(applies).isGreaterThan(160);
    assertThat(answered() - answered).isGreaterThanOrEqualTo(applies - inVain - 10);
    assertThat(failedCalls() - failed).isEqualTo(inVain);
    assertThat(load().failures()).isEmpty();
  }

  @Test
  void opensslVerifiesWhatIsServed() throws IOException {
    var authorities = Files.writeString(file("ca.pem"), bundles().getFirst());
    var chain = Files.writeString(file("chain.pem"), pem(replicas().first().chain()));

    var verified =
        Command.run(
            Map.of(),
            "openssl",
            "verify",
            "-x509_strict",
            "-purpose",
            "sslserver",
            "-verify_hostname",
            "turn-fairlead.fairlead-rotation.svc",
            "-CAfile",
            authorities.toString(),
            chain.toString());

    assertThat(verified.successful().out()).endsWith("chain.pem: OK\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-tls1", "-tls1_1"})
  void oldVersionsOfTlsAreRefused(String version) {
    assertThat(handshake("-tls1_2").exitCode()).isZero();

    var refused = handshake(version);

    assertThat(refused.exitCode()).isNotZero();
    assertThat(refused.err()).contains("alert protocol version");
  }

  private Finished handshake(String version) {
    return Command.run(
        Map.of(),
        "openssl",
        "s_client",
        "-connect",
        "127.0.0.1:" + replicas().first().port(),
        version,
        "-cipher",
        "DEFAULT@SECLEVEL=0");
  }

  @Test
  void whichChainIsServedIsSaidAndCounted() {
    for (var replica : replicas().all()) {
      var certificate = replica.chain().getFirst();
      assertThat(replica.management("/readyz?verbose"))
          .contains(
              "[+]certificate ok: serial %s of CN=Fairlead CA, O=Fairlead, expires %s\n"
                  .formatted(
                      certificate.getSerialNumber().toString(16),
                      certificate.getNotAfter().toInstant()));
      assertThat(replica.metric("fairlead_certificate_expiry_seconds{certificate=\"serving\"}"))
          .isBetween(29 * 86_400.0, 30 * 86_400.0);
      assertThat(replica.metric("fairlead_certificate_expiry_seconds{certificate=\"authority\"}"))
          .isBetween(364 * 86_400.0, 365 * 86_400.0);
    }
  }

  @Test
  void inspectReadsTheSecret() {
    var run =
        Command.run(
            Map.of(),
            Program.shortCommand(
                List.of(
                    "certs",
                    "inspect",
                    "--secret",
                    NAMESPACE + "/" + SECRET,
                    "--kubeconfig",
                    client.kubeconfig().toString(),
                    "--host",
                    "turn-fairlead.fairlead-rotation.svc")));

    assertThat(run.successful().out())
        .contains("serving certificate expires in 29 days (")
        .endsWith("nothing is wrong\n");
  }

  @Test
  void aSpoiltSecretIsWrittenAgainAsItWas() {
    var before = secret();
    var serial = replicas().first().serial();

    put("ca.key", "spoilt");

    awaitSecret("the Secret to be as it was", now -> now.equals(before));
    assertThat(replicas().all()).extracting(Replica::serial).containsOnly(serial);
  }

  @Test
  void aKeyThatDoesNotFitCostsOnlyTheServingCertificate() {
    var before = secret();
    var serial = replicas().first().serial();

    put("tls.key", text(before, "ca.key"));

    awaitSecret("a key that fits", now -> !text(now, "tls.crt").equals(text(before, "tls.crt")));
    assertThat(text(secret(), "ca.crt")).isEqualTo(text(before, "ca.crt"));
    awaitServed(secret());
    assertThat(replicas().first().serial()).isNotEqualTo(serial);
  }

  @Test
  void aSecretThatIsDeletedUnderThemIsFilledAgainOnceItIsThere() {
    var before = secret();
    var serial = replicas().first().serial();

    client.kubectl("delete", "secret", SECRET, "-n", NAMESPACE).successful();

    awaitSaid("not renewed: cannot write Secret " + NAMESPACE + "/" + SECRET);
    assertThat(replicas().first().management("/readyz?verbose"))
        .contains("[+]certificate ok: serial " + serial.toString(16))
        .contains("cannot create resource");
    assertThat(replicas().metric("fairlead_certificate_failures_total")).isPositive();
    load().awaitMore(20);

    release().grantRights();
    awaitSecret("the Secret to be as it was", now -> now.equals(before));
    assertThat(replicas().all()).extracting(Replica::serial).containsOnly(serial);
    awaitNotSaid("not renewed");
  }

  @Test
  void whereTheSecretMayNotBeWrittenWhatIsServedStays() {
    var before = secret();
    var serial = replicas().first().serial();
    client
        .kubectl(
            "patch",
            "role",
            "turn-fairlead",
            "-n",
            NAMESPACE,
            "--type=json",
            "-p",
            "[{\"op\":\"replace\",\"path\":\"/rules/0/verbs\",\"value\":[\"get\",\"list\",\"watch\"]}]")
        .successful();
    awaitCanWrite("no");
    put("tls.key", text(before, "ca.key"));

    awaitSaid("cannot patch resource \"secrets\"");
    load().awaitMore(20);
    assertThat(replicas().all()).extracting(Replica::serial).containsOnly(serial);

    release().grantRights();
    awaitNotSaid("not renewed");
    awaitServed(secret());
  }

  @Test
  void aWriterThatDoesNotLookDoesNotKeepThemFromRotating() throws InterruptedException {
    var over = new AtomicBoolean();
    var writer =
        Thread.ofVirtual()
            .start(
                () -> {
                  for (var turn = 0; !over.get(); turn++) {
                    client.kubectl(
                        "annotate",
                        "secret",
                        SECRET,
                        "-n",
                        NAMESPACE,
                        "--overwrite",
                        "meddled=" + turn);
                  }
                });
    try {
      rotateServing();
      rotateAuthority();
    } finally {
      over.set(true);
    }
    writer.join();
    assertThat(annotation("meddled")).isNotEmpty();
  }

  @Test
  void underMutualTlsTheApiServerPassesAndWhoeverShowsNoCertificateDoesNot() throws IOException {
    var shown = cluster.shownToWebhooks();
    Assumptions.assumeTrue(shown.isPresent(), "this API server shows webhooks no certificate");
    var settings = release().settings();
    settings.keySet().removeIf(name -> name.startsWith("FAIRLEAD_CERTIFICATES"));
    var files = directory.resolve("mutual");
    settings.put("FAIRLEAD_CERT_DIR", files.toString());
    settings.put("FAIRLEAD_CLIENTS_AUTHORITIES", shown.get().authority().toString());
    settings.put("FAIRLEAD_CLIENTS_NAMES", shown.get().name());
    var sandbox = Sandbox.create(cluster, Level.OFF);
    client.kubectl("label", "namespace", sandbox.namespace(), "mutual=yes").successful();
    try (var mutual = Replicas.start(1, release().kubeconfig(), files, settings)) {
      mutual.awaitReady();
      var authority = Files.readString(files.resolve("ca.crt"));
      apply("mutual", mutualRegistration(mutual.first().port(), authority));
      sandbox.setLevel(Level.WARN);
      var service = sandbox.write("p1.yaml", Example.named("p1-selector-mismatch").services());

      Await.until(
          "the API server to be answered",
          SOON,
          () ->
              Optional.of(sandbox.apply(service, "--dry-run=server"))
                  .filter(run -> !run.err().contains("[selector-unmatched]"))
                  .map(Finished::toString));

      var stranger =
          Command.run(
              Map.of(),
              "openssl",
              "s_client",
              "-tls1_2",
              "-connect",
              "127.0.0.1:" + mutual.first().port());
      assertThat(stranger.exitCode()).isNotZero();
      assertThat(stranger.err()).contains("alert");
    } finally {
      client
          .kubectl(
              "delete", "--ignore-not-found", "-f", directory.resolve("mutual.yaml").toString())
          .successful();
    }
  }

  private static Manifests mutualRegistration(int port, String authority) {
    return Manifests.parse(
        """
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingWebhookConfiguration
        metadata: {name: mutual}
        webhooks:
          - name: mutual.fairlead.dev
            clientConfig: {url: "https://127.0.0.1:%d/validate", caBundle: %s}
            namespaceSelector: {matchLabels: {mutual: "yes"}}
            rules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [services]}]
            failurePolicy: Fail
            sideEffects: None
            admissionReviewVersions: [v1]
        """
            .formatted(
                port,
                Base64.getEncoder().encodeToString(authority.getBytes(StandardCharsets.UTF_8))));
  }

  // What is done to them.

  private void rotateServing() {
    var before = secret();
    rotate();
    awaitServed(secret());
    assertThat(text(secret(), "ca.crt")).isEqualTo(text(before, "ca.crt"));
    assertThat(text(secret(), "tls.crt")).isNotEqualTo(text(before, "tls.crt"));
  }

  private void rotateAuthority() {
    var before = certificates(text(secret(), "ca.crt"));
    rotate("--authority");
    awaitSecret(
        "the new authority to take over",
        now ->
            !now.containsKey("next-ca.crt")
                && !certificates(text(now, "ca.crt")).getFirst().equals(before.getFirst()));
    var trusted = certificates(text(secret(), "ca.crt"));
    assertThat(trusted).containsAll(before).hasSize(before.size() + 1);
    awaitServed(secret());
    awaitBundles(trusted);
  }

  private void rotate(String... options) {
    var arguments =
        Stream.concat(
            Stream.of(
                "certs",
                "rotate",
                "--secret",
                NAMESPACE + "/" + SECRET,
                "--kubeconfig",
                client.kubeconfig().toString()),
            Stream.of(options));
    Command.run(Map.of(), Program.shortCommand(arguments.toList())).successful();
  }

  private void put(String key, String text) {
    var data = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    client
        .kubectl(
            "patch",
            "secret",
            SECRET,
            "-n",
            NAMESPACE,
            "-p",
            "{\"data\":{\"%s\":\"%s\"}}".formatted(key, data))
        .successful();
  }

  /// Empties every bundle, and returns how long it took until all are repaired.
  private Duration emptyBundles() {
    var before = certificates(bundles().getFirst());
    var emptied = System.nanoTime();
    patchEntries("{\"op\":\"remove\",\"path\":\"/webhooks/%d/clientConfig/caBundle\"}");
    awaitBundles(before);
    return Duration.ofNanos(System.nanoTime() - emptied);
  }

  private void failurePolicy(String policy) {
    patchEntries(
        "{\"op\":\"replace\",\"path\":\"/webhooks/%%d/failurePolicy\",\"value\":\"%s\"}"
            .formatted(policy));
  }

  private void patchEntries(String operation) {
    var operations =
        IntStream.range(0, ENTRIES)
            .mapToObj(operation::formatted)
            .collect(Collectors.joining(",", "[", "]"));
    client
        .kubectl(
            "patch",
            "validatingwebhookconfiguration",
            CONFIGURATION,
            "--type=json",
            "-p",
            operations)
        .successful();
  }

  private void apply(String name, Manifests manifests) {
    var file = manifests.write(directory.resolve(name + ".yaml"));
    client.kubectl("apply", "-f", file.toString()).successful();
  }

  // What is seen of them.

  private Map<String, String> secret() {
    var read = client.kubectl("get", "secret", SECRET, "-n", NAMESPACE, "-o", "yaml").successful();
    var object = Manifests.parse(read.out()).objects().getFirst();
    var texts = new HashMap<String, String>();
    Manifests.child(object, "data")
        .forEach((key, value) -> texts.put(key, decoded(value.toString())));
    return texts;
  }

  private String annotation(String name) {
    return client
        .kubectl(
            "get",
            "secret",
            SECRET,
            "-n",
            NAMESPACE,
            "-o",
            "jsonpath={.metadata.annotations.%s}".formatted(name))
        .successful()
        .out();
  }

  private List<String> bundles() {
    return client
        .kubectl(
            "get",
            "validatingwebhookconfiguration/" + CONFIGURATION,
            "mutatingwebhookconfiguration/" + CONFIGURATION,
            "-o",
            "jsonpath={range .items[*].webhooks[*]}{.clientConfig.caBundle}{\"\\n\"}{end}")
        .successful()
        .out()
        .lines()
        .map(RotationIT::decoded)
        .toList();
  }

  private void awaitBundles(List<X509Certificate> authorities) {
    Await.until(
        "every entry to trust " + authorities.size() + " authorities",
        SOON,
        () ->
            Optional.of(bundles())
                .filter(
                    all ->
                        all.size() != ENTRIES + MUTATING_ENTRIES
                            || !all.stream()
                                .allMatch(each -> certificates(each).containsAll(authorities)))
                .map(Object::toString));
  }

  @FunctionalInterface
  private interface Wanted {
    boolean in(Map<String, String> secret);
  }

  private void awaitSecret(String what, Wanted wanted) {
    Await.until(
        what,
        SOON,
        () ->
            Optional.of(secret())
                .filter(now -> !wanted.in(now))
                .map(now -> "a Secret with " + now.keySet()));
  }

  private void awaitServed(Map<String, String> secret) {
    var serial = certificates(text(secret, "tls.crt")).getFirst().getSerialNumber();
    Await.until(
        "every replica to serve " + serial.toString(16),
        SOON,
        () ->
            Optional.of(replicas().all().stream().map(Replica::serial).toList())
                .filter(all -> !all.stream().allMatch(serial::equals))
                .map(Object::toString));
  }

  private void awaitSaid(String text) {
    Await.until(
        "every replica to say: " + text,
        SOON,
        () -> readiness().filter(said -> !said.contains(text)).findFirst());
  }

  private void awaitNotSaid(String text) {
    Await.until(
        "no replica to say: " + text,
        Duration.ofSeconds(60),
        () -> readiness().filter(said -> said.contains(text)).findFirst());
  }

  private Stream<String> readiness() {
    return replicas().all().stream().map(replica -> replica.management("/readyz?verbose"));
  }

  private void awaitCanWrite(String answer) {
    var account = "--as=system:serviceaccount:%s:turn-fairlead".formatted(NAMESPACE);
    Await.until(
        "the API server to know what they may",
        SOON,
        () ->
            Optional.of(
                    client.kubectl(
                        "auth", "can-i", "patch", "secret/" + SECRET, "-n", NAMESPACE, account))
                .filter(run -> !run.out().strip().equals(answer))
                .map(Finished::toString));
  }

  /// How many of its calls the API server has seen answered.
  private long answered() throws IOException {
    return counted("apiserver_admission_webhook_request_total{", "code=\"200\"");
  }

  /// How many of its calls came to nothing.
  private long failedCalls() throws IOException {
    return counted("apiserver_admission_webhook_fail_open_count{", "")
        + counted(
            "apiserver_admission_webhook_rejection_count{", "error_type=\"calling_webhook_error\"");
  }

  private long counted(String metric, String label) throws IOException {
    return load()
        .get("/metrics")
        .lines()
        .filter(line -> line.startsWith(metric) && line.contains(ENTRY) && line.contains(label))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private static String text(Map<String, String> secret, String key) {
    return secret.getOrDefault(key, "");
  }

  private Release release() {
    return release.orElseThrow();
  }

  private Replicas replicas() {
    return release().replicas();
  }

  private Load load() {
    return running.orElseThrow();
  }

  private Path file(String name) {
    return directory.resolve(name);
  }

  private static String decoded(String base64) {
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
  }

  private static List<X509Certificate> certificates(String pem) {
    try {
      return CertificateFactory.getInstance("X.509")
          .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
          .stream()
          .map(X509Certificate.class::cast)
          .toList();
    } catch (CertificateException e) {
      throw new AssertionError("no certificates: " + pem, e);
    }
  }

  private static String pem(List<X509Certificate> chain) {
    var text = new StringBuilder();
    for (var certificate : chain) {
      try {
        text.append("-----BEGIN CERTIFICATE-----\n")
            .append(Base64.getMimeEncoder().encodeToString(certificate.getEncoded()))
            .append("\n-----END CERTIFICATE-----\n");
      } catch (GeneralSecurityException e) {
        throw new UncheckedIOException(new IOException(e));
      }
    }
    return text.toString();
  }
}
