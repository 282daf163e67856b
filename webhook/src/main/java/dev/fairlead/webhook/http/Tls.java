package dev.fairlead.webhook.http;

import dev.fairlead.certs.ServingCertificate;
import java.util.Optional;

/// What the server shows to clients, and what they must show.
///
/// @param clients empty: anybody may call
public record Tls(ServingCertificate serving, Optional<AllowedClients> clients) {}
