package dev.fairlead.certs;

import java.util.List;

/// Under which names and addresses a server is called; all of them go into its certificate.
///
/// @param addresses IP addresses as text: `127.0.0.1`, `::1`
public record ServingNames(List<String> dnsNames, List<String> addresses) {
  /// A server on this machine.
  public static final ServingNames LOOPBACK =
      new ServingNames(List.of("localhost"), List.of("127.0.0.1", "::1"));

  public ServingNames {
    dnsNames = List.copyOf(dnsNames);
    addresses = List.copyOf(addresses);
    if (dnsNames.isEmpty() && addresses.isEmpty()) {
      throw new IllegalArgumentException("a server must have a name or an address");
    }
  }

  /// A Service as the API server calls it, and on this machine.
  public static ServingNames ofService(String name, String namespace) {
    var inCluster = "%s.%s.svc".formatted(name, namespace);
    return new ServingNames(
        List.of(inCluster, inCluster + ".cluster.local", "localhost"), LOOPBACK.addresses());
  }
}
