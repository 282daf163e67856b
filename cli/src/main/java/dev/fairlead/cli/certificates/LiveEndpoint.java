package dev.fairlead.cli.certificates;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// A TLS server that is asked for its certificate, and for nothing else.
///
/// @param host as it is called over the network
public record LiveEndpoint(String host, int port) {
  private static final int MAX_PORT = 65_535;
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /// Reads `host:port`, or `[::1]:port`.
  public static Optional<LiveEndpoint> of(String text) {
    var colon = text.lastIndexOf(':');
    if (colon < 1) {
      return Optional.empty();
    }
    var host = text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    try {
      var port = Integer.parseInt(text.substring(colon + 1));
      return host.isEmpty() || port < 1 || port > MAX_PORT
          ? Optional.empty()
          : Optional.of(new LiveEndpoint(host, port));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /// What it shows, its own certificate first, whether it is valid or not.
  ///
  /// @param name as which it is called within TLS; empty: none is told
  public List<X509Certificate> chain(Optional<String> name) throws IOException {
    var seen = new Witness();
    try (var plain = new Socket()) {
      plain.connect(new InetSocketAddress(host, port), (int) TIMEOUT.toMillis());
      plain.setSoTimeout((int) TIMEOUT.toMillis());
      var context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {seen}, null);
      try (var tls = (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true)) {
        if (name.isPresent()) {
          var parameters = tls.getSSLParameters();
          parameters.setServerNames(List.of(new SNIHostName(name.get())));
          tls.setSSLParameters(parameters);
        }
        tls.startHandshake();
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no TLS", e);
    } catch (IOException e) {
      // Who asks for a client's certificate shows his own first.
      if (seen.chain == null) {
        throw e;
      }
    }
    return Stream.of(Objects.requireNonNull(seen.chain)).toList();
  }

  /// Trusts everybody, for nothing is told to the server, and remembers whom it saw.
  private static final class Witness implements X509TrustManager {
    private X509Certificate @Nullable [] chain;

    @Override
    public void checkClientTrusted(X509Certificate[] certificates, String authType) {
      throw new IllegalStateException("there are no clients");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] certificates, String authType) {
      chain = certificates.clone();
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
