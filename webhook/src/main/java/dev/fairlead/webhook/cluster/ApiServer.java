package dev.fairlead.webhook.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.core.JacksonException;

/// The API server, asked by path; answers are read while they arrive.
final class ApiServer implements AutoCloseable {
  static final String JSON = "application/json";

  private final KubernetesClient client;
  private final String root;

  ApiServer(KubernetesClient client) {
    this.client = client;
    this.root = client.getMasterUrl().toString().replaceAll("/+$", "");
  }

  /// Returns once the answer begins; the caller closes it.
  ///
  /// @param patience how long nothing may arrive, now and later
  /// @throws ClusterUnavailable where no answer comes, or a refusal
  JsonAnswer get(String path, String accept, Duration patience) {
    var bytes = new ArrivingBytes(patience);
    var http = client.getHttpClient();
    var request =
        http.newHttpRequestBuilder()
            .uri(root + path)
            .header("Accept", accept)
            .forStreaming()
            .build();
    var answer = http.consumeBytes(request, bytes);
    try {
      var response = answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      bytes.from(response.body());
      if (response.isSuccessful()) {
        return new JsonAnswer(bytes);
      }
      throw refusal(response.code(), bytes);
    } catch (TimeoutException e) {
      var _ = answer.thenAccept(response -> response.body().cancel());
      throw new ClusterUnavailable("no answer within %d ms".formatted(patience.toMillis()), e);
    } catch (ExecutionException e) {
      throw new ClusterUnavailable(Connection.reason(e), e);
    } catch (InterruptedException e) {
      var _ = answer.thenAccept(response -> response.body().cancel());
      Thread.currentThread().interrupt();
      throw new ClusterUnavailable("stopped", e);
    }
  }

  /// What the API server says, in the words of its Status.
  private static Refused refusal(int code, ArrivingBytes bytes) {
    try (bytes) {
      var body = new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
      return new Refused(code, JsonAnswer.text(body, "message").orElse("HTTP " + code));
    } catch (IOException | JacksonException e) {
      return new Refused(code, "HTTP " + code);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
