package dev.fairlead.webhook.http;

import dev.fairlead.certs.ServingNames;
import dev.fairlead.policies.model.PlainText;
import io.vertx.ext.web.RoutingContext;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets clients pass whose certificate is for an allowed name. The handshake has already checked
/// that the certificate is valid, and of an allowed authority.
final class ClientGate {
  private static final Logger LOG = LoggerFactory.getLogger(ClientGate.class);

  /// Of the names in a certificate, in characters.
  private static final int LONGEST = 512;

  private final Set<String> allowed;

  ClientGate(Set<String> allowed) {
    this.allowed = allowed;
  }

  void check(RoutingContext call) {
    var names = names(call);
    if (names.stream().anyMatch(allowed::contains)) {
      call.next();
      return;
    }
    var seen = names.isEmpty() ? "nobody" : PlainText.line(String.join(", ", names), LONGEST);
    LOG.atWarn().addKeyValue("client", seen).log("refused a client by its certificate");
    PlainAnswer.send(
        call,
        403,
        "client certificate: must be for one of %s, is for %s"
            .formatted(String.join(", ", new TreeSet<>(allowed)), seen));
  }

  private static List<String> names(RoutingContext call) {
    try {
      var session = call.request().connection().sslSession();
      return session.getPeerCertificates()[0] instanceof X509Certificate certificate
          ? names(certificate)
          : List.of();
    } catch (SSLPeerUnverifiedException e) {
      return List.of();
    }
  }

  static List<String> names(X509Certificate certificate) {
    var dnsNames = ServingNames.in(certificate).map(ServingNames::dnsNames).orElse(List.of());
    return Stream.concat(commonNames(certificate), dnsNames.stream())
        .collect(Collectors.toUnmodifiableList());
  }

  private static Stream<String> commonNames(X509Certificate certificate) {
    try {
      return new LdapName(certificate.getSubjectX500Principal().getName())
          .getRdns().stream()
              .filter(part -> part.getType().equalsIgnoreCase("CN"))
              .map(part -> String.valueOf(part.getValue()));
    } catch (InvalidNameException e) {
      return Stream.of();
    }
  }
}
