package dev.fairlead.cli.embedded;

import io.fabric8.kubernetes.api.model.admission.v1.AdmissionRequest;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionRequestBuilder;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionResponse;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionReview;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionReviewBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Calls of a webhook over TLS, as kube-apiserver makes them.
public final class WebhookCall implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final JsonMapper JSON = new JsonMapper();

  /// What the webhook says.
  ///
  /// @param message why it denies; empty where it allows
  /// @param patch operations of a JSON Patch; empty where nothing is to be changed
  record Answer(boolean allowed, String message, List<String> warnings, JsonNode patch) {}

  private final HttpClient client;
  private final int port;

  private WebhookCall(HttpClient client, int port) {
    this.client = client;
    this.port = port;
  }

  /// Calls a webhook on this machine.
  ///
  /// @param ca the only authority that its serving certificate may come from
  public static WebhookCall to(int port, X509Certificate ca) {
    var client =
        HttpClient.newBuilder()
            .sslContext(trusting(ca))
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    return new WebhookCall(client, port);
  }

  private static SSLContext trusting(X509Certificate ca) {
    try {
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setCertificateEntry("ca", ca);
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      var context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("every JDK has TLS", e);
    }
  }

  /// Sends one AdmissionReview.
  ///
  /// @param path of the webhook: `/validate`, `/mutate`
  /// @param request what the review asks, its uid apart
  /// @throws WebhookFailed where no answer to this review comes back
  Answer ask(String path, AdmissionRequest request) {
    var uri =
        URI.create("https://localhost:%d%s?timeout=%ds".formatted(port, path, TIMEOUT.toSeconds()));
    var uid = UUID.randomUUID().toString();
    var asked = new AdmissionRequestBuilder(request).withUid(uid).build();
    var review = new AdmissionReviewBuilder().withRequest(asked).build();
    try {
      var response =
          client.send(
              HttpRequest.newBuilder(uri)
                  .header("Content-Type", "application/json")
                  .timeout(TIMEOUT)
                  .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(review)))
                  .build(),
              BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new WebhookFailed("HTTP %d: %s".formatted(response.statusCode(), response.body()));
      }
      return answer(JSON.readValue(response.body(), AdmissionReview.class).getResponse(), uid);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new WebhookFailed("interrupted");
    }
  }

  private static Answer answer(@Nullable AdmissionResponse response, String uid) {
    if (response == null || !uid.equals(response.getUid())) {
      throw new WebhookFailed("the answer is to another review");
    }
    return new Answer(
        Boolean.TRUE.equals(response.getAllowed()),
        response.getStatus() == null ? "" : response.getStatus().getMessage(),
        response.getWarnings(),
        response.getPatch() == null
            ? JSON.createArrayNode()
            : JSON.readTree(Base64.getDecoder().decode(response.getPatch())));
  }

  @Override
  public void close() {
    client.close();
  }
}
