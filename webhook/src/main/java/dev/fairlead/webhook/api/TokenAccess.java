package dev.fairlead.webhook.api;

import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewStatus;
import io.fabric8.kubernetes.api.model.authentication.UserInfo;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Who may read the metrics and the details of readiness. A TokenReview tells whose token it is. A
/// SubjectAccessReview tells whether that user may `get` `/metrics` (`nonResourceURLs` of a
/// ClusterRole). Components of Kubernetes guard their metrics in the same way
/// (kubernetes/apiserver, pkg/authentication/authenticatorfactory and
/// pkg/authorization/authorizerfactory).
///
/// The right to `/metrics` covers the details of `/readyz` too. The right to `/readyz` would not
/// do: Kubernetes gives it to everybody (`system:public-info-viewer`).
///
/// An answer is kept for a minute, under the hash of the token.
public final class TokenAccess implements AutoCloseable {
  /// As long as kubelets and the API server keep what a TokenReview said, or less.
  private static final Duration KEPT = Duration.ofMinutes(1);

  private static final long MOST_KEPT = 1_000;

  /// How many tokens are reviewed at once. Whoever makes tokens up cannot have the API server asked
  /// more often.
  private static final int MOST_AT_ONCE = 4;

  /// How long a token waits for its turn.
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final String PATH = "/metrics";

  private final KubernetesClient client;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore turns = new Semaphore(MOST_AT_ONCE, true);
  private final RecentAnswers answers;

  private TokenAccess(KubernetesClient client) {
    this.client = client;
    this.answers = new RecentAnswers("token-access", KEPT, MOST_KEPT, threads);
  }

  /// Opens a connection; nothing is asked yet.
  ///
  /// @param kubeconfig empty: the cluster that this runs in, else what kubectl would talk to
  /// @throws ClusterUnavailable where there is nothing that says how to reach one
  public static TokenAccess connect(Optional<Path> kubeconfig, Map<String, String> environment) {
    return new TokenAccess(Connection.find(kubeconfig, environment).open());
  }

  /// Whether the user of a token may read the metrics.
  ///
  /// @return the answer; it fails with a [ClusterUnavailable] where the API server does not tell
  public CompletableFuture<Access> of(String token) {
    return answers
        .get(hash(token), Access.class, () -> inTurn(token))
        .exceptionally(
            failure -> {
              throw ClusterUnavailable.because(failure);
            });
  }

  private Access inTurn(String token) {
    try {
      if (!turns.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new ClusterUnavailable("too many tokens are reviewed at once");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterUnavailable("stopped", e);
    }
    try {
      return user(token).map(this::access).orElse(Access.NOT_AUTHENTICATED);
    } finally {
      turns.release();
    }
  }

  private Optional<UserInfo> user(String token) {
    var review = new TokenReviewBuilder().withNewSpec().withToken(token).endSpec().build();
    return Optional.ofNullable(client.tokenReviews().create(review).getStatus())
        .filter(status -> Boolean.TRUE.equals(status.getAuthenticated()))
        .map(TokenReviewStatus::getUser);
  }

  private Access access(UserInfo user) {
    var extra = new HashMap<String, List<String>>();
    Objects.requireNonNullElse(user.getExtra(), Map.<String, List<String>>of()).forEach(extra::put);
    var review =
        new SubjectAccessReviewBuilder()
            .withNewSpec()
            .withUser(user.getUsername())
            .withUid(user.getUid())
            .withGroups(user.getGroups())
            .withExtra(extra)
            .withNewNonResourceAttributes()
            .withVerb("get")
            .withPath(PATH)
            .endNonResourceAttributes()
            .endSpec()
            .build();
    var status = client.authorization().v1().subjectAccessReview().create(review).getStatus();
    return status != null && Boolean.TRUE.equals(status.getAllowed())
        ? Access.ALLOWED
        : Access.FORBIDDEN;
  }

  private static String hash(String token) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    client.close();
  }
}
