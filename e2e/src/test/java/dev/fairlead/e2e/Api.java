package dev.fairlead.e2e;

import dev.fairlead.policies.judge.Sender;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The API server over plain HTTP, as an administrator: far quicker than a kubectl each time.
record Api(HttpClient http, String server, String token) {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /// What became of a change, as its sender sees it.
  ///
  /// @param code of HTTP; 0 where no answer came
  record Reply(int code, String body, List<String> warnings) {
    /// True where Fairlead refused the change, rather than the API server for a failing webhook.
    boolean isDenial() {
      return code == 403 && body.contains("fairlead.dev");
    }

    boolean isStored() {
      return code == 200 || code == 201;
    }

    /// What it says where nothing was stored.
    String failure() {
      return isStored() ? "" : body;
    }
  }

  static Api of(Cluster cluster) {
    var admin = cluster.admin();
    var account = "e2e-admin";
    if (admin.kubectl("get", "serviceaccount", account, "-n", "kube-system").exitCode() != 0) {
      admin.kubectl("create", "serviceaccount", account, "-n", "kube-system").successful();
      admin
          .kubectl(
              "create",
              "clusterrolebinding",
              account,
              "--clusterrole=cluster-admin",
              "--serviceaccount=kube-system:" + account)
          .successful();
    }
    var token =
        admin
            .kubectl("create", "token", account, "-n", "kube-system", "--duration=24h")
            .successful();
    var http =
        HttpClient.newBuilder()
            .sslContext(ServedCertificate.trusting(Kubeconfig.authority(admin)))
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    return new Api(http, Kubeconfig.server(admin), token.out().strip());
  }

  /// As a person does: a Service alone that does not fit is refused to nobody else.
  Reply create(String namespace, Object manifest) {
    return create(namespace, manifest, Sender.PERSON);
  }

  Reply create(String namespace, Object manifest, Sender sender) {
    var manager =
        switch (sender) {
          case PERSON -> "kubectl-create";
          case PIPELINE -> "pipeline";
        };
    return send("POST", namespace, manifest, "?fieldManager=" + manager);
  }

  /// Server-side apply in the name of a field manager, which takes fields over from others.
  Reply apply(Map<String, Object> object, String fieldManager) {
    return send(
        request(path(object) + "?force=true&fieldManager=" + fieldManager)
            .setHeader("Content-Type", "application/apply-patch+yaml")
            .method("PATCH", HttpRequest.BodyPublishers.ofString(Manifests.yaml(object))));
  }

  /// Stored too is the deletion of what is not there.
  Reply delete(Map<String, Object> object) {
    var reply = delete(path(object));
    return reply.code() == 404 ? new Reply(200, "", List.of()) : reply;
  }

  boolean isThere(Map<String, Object> object) {
    return read(path(object)).isStored();
  }

  private static String path(Map<String, Object> object) {
    var metadata = Manifests.metadata(object);
    var kind = Manifests.kind(object);
    var folder =
        switch (kind) {
          case "Service" -> "/api/v1/namespaces/%s/services/%s";
          case "Deployment" -> "/apis/apps/v1/namespaces/%s/deployments/%s";
          default -> throw new IllegalArgumentException(kind);
        };
    return folder.formatted(
        Manifests.text(metadata, "namespace"), Manifests.text(metadata, "name"));
  }

  Reply read(String path) {
    return send(request(path).GET());
  }

  Reply post(String path, String json) {
    return send(request(path).POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  /// Changes some fields, as a merge of JSON.
  Reply merge(String path, String json) {
    return send(
        request(path)
            .setHeader("Content-Type", "application/merge-patch+json")
            .method("PATCH", HttpRequest.BodyPublishers.ofString(json)));
  }

  /// The lines of an answer that does not end, such as a watch.
  Stream<String> lines(String path) throws IOException, InterruptedException {
    var endless =
        HttpRequest.newBuilder(URI.create(server + path))
            .header("Authorization", "Bearer " + token)
            .build();
    return http.send(endless, HttpResponse.BodyHandlers.ofLines()).body();
  }

  Reply delete(String path) {
    return send(request(path).DELETE());
  }

  private Reply send(String method, String namespace, Object manifest, String name) {
    var json = manifest.toString();
    var path = json.contains("\"kind\":\"Service\"") ? "/api/v1" : "/apis/apps/v1";
    var plural = json.contains("\"kind\":\"Service\"") ? "services" : "deployments";
    return send(
        request("%s/namespaces/%s/%s%s".formatted(path, namespace, plural, name))
            .method(method, HttpRequest.BodyPublishers.ofString(json)));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server + path))
        .timeout(PATIENCE)
        .header("Authorization", "Bearer " + token)
        .header("Content-Type", "application/json");
  }

  private Reply send(HttpRequest.Builder request) {
    try {
      var response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Reply(
          response.statusCode(), response.body(), response.headers().allValues("Warning"));
    } catch (IOException e) {
      return new Reply(0, e.toString(), List.of());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Reply(0, e.toString(), List.of());
    }
  }

  /// What somebody answers who is asked without TLS or rights.
  static Optional<String> get(String url) {
    var request = HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).build();
    try (var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      return Optional.of(client.send(request, HttpResponse.BodyHandlers.ofString()).body());
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
