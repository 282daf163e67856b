package dev.fairlead.certs;

import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The names and addresses under which a server is called. All of them go into its certificate.
///
/// @param addresses IP addresses as text: `127.0.0.1`, `::1`
public record ServingNames(List<String> dnsNames, List<String> addresses) {
  /// The tags of RFC 5280, by which the JDK tells names apart.
  private static final int DNS_NAME = 2;

  private static final int IP_ADDRESS = 7;

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

  /// The names that stand in a certificate; empty where there is none that can be read.
  public static Optional<ServingNames> in(X509Certificate certificate) {
    var dnsNames = new ArrayList<String>();
    var addresses = new ArrayList<String>();
    try {
      var alternatives = certificate.getSubjectAlternativeNames();
      for (var alternative : alternatives == null ? List.<List<?>>of() : alternatives) {
        var name = String.valueOf(alternative.get(1));
        switch (alternative.get(0)) {
          case Integer tag when tag == DNS_NAME -> dnsNames.add(name);
          case Integer tag when tag == IP_ADDRESS -> addresses.add(name);
          case Object _ -> {}
        }
      }
    } catch (CertificateParsingException e) {
      return Optional.empty();
    }
    return dnsNames.isEmpty() && addresses.isEmpty()
        ? Optional.empty()
        : Optional.of(new ServingNames(dnsNames, addresses));
  }

  /// Whether a server that is called by this name, or at this address, may show them.
  public boolean covers(String host) {
    var dot = host.indexOf('.');
    var star = dot < 0 ? host : "*" + host.substring(dot);
    return dnsNames.stream()
            .anyMatch(name -> name.equalsIgnoreCase(host) || name.equalsIgnoreCase(star))
        || addresses.stream().anyMatch(address -> isSameAddress(address, host));
  }

  private static boolean isSameAddress(String address, String host) {
    try {
      return sameAddress(address, host);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /// Those of ours that the other lacks.
  public List<String> lackingIn(ServingNames other) {
    return Stream.concat(
            dnsNames.stream().filter(name -> !other.dnsNames.contains(name)),
            addresses.stream()
                .filter(
                    address ->
                        other.addresses.stream().noneMatch(theirs -> sameAddress(address, theirs))))
        .toList();
  }

  /// Those that are not named; empty where none is left.
  Optional<ServingNames> without(List<String> named) {
    var others = dnsNames.stream().filter(name -> !named.contains(name)).toList();
    var elsewhere = addresses.stream().filter(address -> !named.contains(address)).toList();
    return others.isEmpty() && elsewhere.isEmpty()
        ? Optional.empty()
        : Optional.of(new ServingNames(others, elsewhere));
  }

  private static boolean sameAddress(String one, String other) {
    return InetAddress.ofLiteral(one).equals(InetAddress.ofLiteral(other));
  }

  /// A Service as the API server calls it, and on this machine.
  public static ServingNames ofService(String name, String namespace) {
    var inNamespace = "%s.%s".formatted(name, namespace);
    var inCluster = inNamespace + ".svc";
    return new ServingNames(
        List.of(inCluster, inCluster + ".cluster.local", inNamespace, name, "localhost"),
        LOOPBACK.addresses());
  }

  /// These, and others beside them.
  public ServingNames and(List<String> moreDnsNames, List<String> moreAddresses) {
    return new ServingNames(
        Stream.concat(dnsNames.stream(), moreDnsNames.stream()).distinct().toList(),
        Stream.concat(addresses.stream(), moreAddresses.stream()).distinct().toList());
  }
}
