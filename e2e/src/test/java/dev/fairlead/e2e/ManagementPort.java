package dev.fairlead.e2e;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// The port for `/livez`, `/readyz` and `/metrics` of a webhook on this host, asked as kubelets do:
/// where it has TLS, they take any certificate.
///
/// @param scheme of URLs
record ManagementPort(int number, String scheme) {
  /// @param access the setting `fairlead.management-access`
  static ManagementPort of(int number, @Nullable String access) {
    return new ManagementPort(number, "authorized".equals(access) ? "https" : "http");
  }

  /// Why it does not say that the webhook is ready; empty when it does.
  Optional<String> notReady() {
    try {
      var response = send("/readyz", Optional.empty());
      return response.statusCode() == 200
          ? Optional.empty()
          : Optional.of(response.statusCode() + " " + response.body());
    } catch (IOException e) {
      return Optional.of(e.toString());
    }
  }

  /// What it answers to whoever shows a token.
  HttpResponse<String> get(String path, Optional<String> token) {
    try {
      return send(path, token);
    } catch (IOException e) {
      throw new AssertionError("no answer from %s %s".formatted(this, path), e);
    }
  }

  private HttpResponse<String> send(String path, Optional<String> token) throws IOException {
    var uri = URI.create("%s://127.0.0.1:%d%s".formatted(scheme, number, path));
    var request = HttpRequest.newBuilder(uri);
    token.ifPresent(text -> request.header("Authorization", "Bearer " + text));
    try (var client = HttpClient.newBuilder().sslContext(trustingAll()).build()) {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static SSLContext trustingAll() {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new AnyCertificate()}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class AnyCertificate extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
