package dev.fairlead.webhook.http;

import dev.fairlead.certs.ServingCertificate;
import java.util.Optional;

/// The certificate that the server shows, and the certificates that clients must show.
///
/// @param clients empty: anybody may call
public record Tls(ServingCertificate serving, Optional<AllowedClients> clients) {}
