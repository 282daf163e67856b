package dev.fairlead.webhook.api;

import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// The API server, asked by path; answers are read while they arrive.
public final class ApiServer implements AutoCloseable {
  public static final String JSON = "application/json";
  public static final String APPLY = "application/apply-patch+yaml";
  public static final String MERGE = "application/merge-patch+json";

  private static final JsonMapper MAPPER = JsonMapper.shared();

  /// How many objects are asked for in one page of a list.
  private static final int PAGE = 500;

  /// How many short texts are remembered: a big cluster's names of namespaces and workloads.
  private static final int TEXTS = 1 << 16;

  private final Connection connection;
  private final KubernetesClient client;
  private final String root;
  private final Interner<String> texts = new Interner<>(TEXTS);

  private ApiServer(Connection connection) {
    this.connection = connection;
    this.client = connection.open();
    this.root = client.getMasterUrl().toString().replaceAll("/+$", "");
  }

  /// Opens a connection; nothing is asked yet.
  ///
  /// @param kubeconfig empty: the cluster that this runs in, else what kubectl would talk to
  /// @throws ClusterUnavailable where there is nothing that says how to reach one
  public static ApiServer connect(Optional<Path> kubeconfig, Map<String, String> environment) {
    return new ApiServer(Connection.find(kubeconfig, environment));
  }

  /// The namespace that its users mean when they name none: that of the kubeconfig's context, or of
  /// the Pod that this runs in.
  public String namespace() {
    return Objects.requireNonNullElse(client.getNamespace(), "default");
  }

  /// Why it does not answer; empty if it does.
  public Optional<String> problem() {
    return connection.problem(client);
  }

  /// Returns once the answer begins; the caller closes it.
  ///
  /// @param patience how long nothing may arrive, now and later
  /// @throws ClusterUnavailable where no answer comes, or a refusal
  public JsonAnswer get(ApiPath path, String accept, Duration patience) {
    return get(path, accept, patience, Ceiling.none());
  }

  /// The same, of an answer that ends.
  public JsonAnswer get(ApiPath path, String accept, Duration patience, Ceiling ceiling) {
    var bytes = new ArrivingBytes(patience, ceiling);
    var http = client.getHttpClient();
    var request =
        http.newHttpRequestBuilder()
            .uri(root + path)
            .header("Accept", accept)
            .forStreaming()
            .build();
    var answer = http.consumeBytes(request, bytes);
    var response =
        await(
            answer,
            patience,
            () -> {
              var _ = answer.thenAccept(late -> late.body().cancel());
            });
    bytes.from(response.body());
    if (response.isSuccessful()) {
      return new JsonAnswer(bytes, texts);
    }
    throw refusal(response.code(), bytes);
  }

  /// Waits for an answer.
  ///
  /// @param giveUp called where it does not come in time, or nobody waits any more
  private static <T> HttpResponse<T> await(
      CompletableFuture<HttpResponse<T>> answer, Duration patience, Runnable giveUp) {
    try {
      return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      giveUp.run();
      throw new ClusterUnavailable("no answer within %d ms".formatted(patience.toMillis()), e);
    } catch (ExecutionException e) {
      throw ClusterUnavailable.because(e);
    } catch (InterruptedException e) {
      giveUp.run();
      Thread.currentThread().interrupt();
      throw new ClusterUnavailable("stopped", e);
    }
  }

  /// Reads an object of a type that the client has; empty where there is none.
  ///
  /// @throws ClusterUnavailable where no answer comes, or a refusal
  public <T extends KubernetesResource> Optional<T> read(
      ApiPath path, Class<T> type, Duration patience) {
    try (var answer = get(path, JSON, patience)) {
      return Optional.of(client.getKubernetesSerialization().convertValue(answer.document(), type));
    } catch (IllegalArgumentException e) {
      throw ClusterUnavailable.because(e);
    } catch (Refused e) {
      if (e.isNotFound()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /// Reads a list page by page to its end.
  ///
  /// @param reads what is read of each object
  /// @param patience how long nothing may arrive
  /// @return the version of the list, from which a watch goes on
  /// @throws ClusterUnavailable where no answer comes, or a refusal
  public String list(
      ApiPath path,
      JsonAnswer.Reads reads,
      Duration patience,
      Ceiling ceiling,
      Consumer<Map<String, @Nullable Object>> item) {
    var first = path.with("limit", PAGE);
    var page = first;
    while (true) {
      try (var answer = get(page, JSON, patience, ceiling)) {
        var end = answer.list(reads, item);
        if (end.rest().isEmpty()) {
          return end.version();
        }
        page = first.with("continue", end.rest());
      }
    }
  }

  /// Sends an object, or a part of one, and returns what is stored then.
  ///
  /// @param method of HTTP
  /// @throws ClusterUnavailable where no answer comes, or a refusal
  public Map<String, @Nullable Object> send(
      String method,
      ApiPath path,
      String contentType,
      KubernetesResource object,
      Duration patience) {
    var json = client.getKubernetesSerialization().asJson(object);
    return send(method, path, contentType, json, patience);
  }

  /// The same of a kind that the client has no type for.
  ///
  /// @param tree empty to send nothing
  public Map<String, @Nullable Object> send(
      String method, ApiPath path, String contentType, Map<String, ?> tree, Duration patience) {
    var json = tree.isEmpty() ? null : MAPPER.writeValueAsString(tree);
    return send(method, path, contentType, json, patience);
  }

  private Map<String, @Nullable Object> send(
      String method, ApiPath path, String contentType, @Nullable String body, Duration patience) {
    var http = client.getHttpClient();
    var request =
        http.newHttpRequestBuilder()
            .uri(root + path)
            .header("Accept", JSON)
            .method(method, contentType, body)
            .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
            .build();
    var answer = http.sendAsync(request, byte[].class);
    var response = await(answer, patience, () -> answer.cancel(true));
    var bytes = response.body() == null ? new byte[0] : response.body();
    if (!response.isSuccessful()) {
      throw refusal(response.code(), new String(bytes, StandardCharsets.UTF_8));
    }
    try (var document = new JsonAnswer(new ByteArrayInputStream(bytes), texts)) {
      return document.document();
    }
  }

  /// What the API server says, in the words of its Status.
  private static Refused refusal(int code, ArrivingBytes bytes) {
    try (bytes) {
      return refusal(code, new String(bytes.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      return new Refused(code, "HTTP " + code);
    }
  }

  private static Refused refusal(int code, String body) {
    try {
      return new Refused(code, JsonAnswer.text(body, "message").orElse("HTTP " + code));
    } catch (JacksonException e) {
      return new Refused(code, "HTTP " + code);
    }
  }

  /// Takes part in the election of one leader, until what is returned is closed.
  ///
  /// @param gained is called once it is us, and `lost` once it no longer is
  public AutoCloseable elect(LeaderSeat seat, Runnable gained, Runnable lost) {
    var leadership = new Leadership(client, seat, gained, lost);
    leadership.stand();
    return leadership;
  }

  @Override
  public void close() {
    client.close();
  }
}
