package dev.fairlead.webhook.http;

import java.util.Set;

/// The clients that may post reviews.
///
/// @param authoritiesPem who must have issued their certificates
/// @param names of which one must be the common name, or a DNS name, in the certificate
public record AllowedClients(String authoritiesPem, Set<String> names) {
  public AllowedClients {
    names = Set.copyOf(names);
  }
}
