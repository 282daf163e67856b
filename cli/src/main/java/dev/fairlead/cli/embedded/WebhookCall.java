package dev.fairlead.cli.embedded;

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
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
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
  Answer ask(String path, Map<String, ?> request) {
    var uri =
        URI.create("https://localhost:%d%s?timeout=%ds".formatted(port, path, TIMEOUT.toSeconds()));
    var uid = UUID.randomUUID().toString();
    var asked = new HashMap<String, Object>(request);
    asked.put("uid", uid);
    var review =
        Map.of("apiVersion", "admission.k8s.io/v1", "kind", "AdmissionReview", "request", asked);
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
      return answer(JSON.readTree(response.body()).path("response"), uid);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new WebhookFailed("interrupted");
    }
  }

  private static Answer answer(JsonNode response, String uid) {
    if (!response.path("uid").asString().equals(uid)) {
      throw new WebhookFailed("the answer is to another review");
    }
    var warnings = new ArrayList<String>();
    response.path("warnings").forEach(warning -> warnings.add(warning.asString()));
    return new Answer(
        response.path("allowed").asBoolean(),
        response.path("status").path("message").asString(),
        warnings,
        JSON.readTree(Base64.getDecoder().decode(response.path("patch").asString("W10="))));
  }

  @Override
  public void close() {
    client.close();
  }
}
