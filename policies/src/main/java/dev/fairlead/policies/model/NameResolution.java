package dev.fairlead.policies.model;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Whom the Pods of a workload ask for the address of a host.
public enum NameResolution {
  /// The cluster's DNS, which knows the Services.
  CLUSTER,
  /// Servers or domains that may be the cluster's.
  UNKNOWN,
  /// The servers of the node, which know no Service: `dnsPolicy: Default`.
  NODE,
  /// The same, since the cluster's DNS is asked from the host's network only with `dnsPolicy:
  /// ClusterFirstWithHostNet`.
  NODE_BY_HOST_NETWORK,
  /// Servers that the template names, all of them public: `dnsPolicy: None`.
  FOREIGN;

  private static final Pattern IPV4 =
      Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.\\d{1,3}");

  /// 2000::/3, the addresses that the Internet routes.
  private static final Pattern GLOBAL_IPV6 = Pattern.compile("[23][0-9a-f]{3}:[0-9a-f:]+");

  static NameResolution of(Fields spec) {
    var config = spec.object("dnsConfig");
    var servers = config.list("nameservers");
    if (!config.list("searches").isEmpty()) {
      return UNKNOWN;
    }
    var policy = spec.text("dnsPolicy").orElse("ClusterFirst");
    var asked =
        switch (policy) {
          case "ClusterFirst" -> spec.isTrue("hostNetwork") ? NODE_BY_HOST_NETWORK : CLUSTER;
          case "ClusterFirstWithHostNet" -> CLUSTER;
          case "Default" -> NODE;
          case "None" -> FOREIGN;
          default -> UNKNOWN;
        };
    return asked == CLUSTER || arePublic(servers) ? asked : UNKNOWN;
  }

  private static boolean arePublic(List<?> servers) {
    return servers.stream().allMatch(server -> isPublic(String.valueOf(server)));
  }

  /// False for every address that a cluster's DNS may have: private, shared (RFC 6598), loopback,
  /// link-local and unique local ones, those that GKE gives to Services (34.118.224.0/20), and what
  /// is no address.
  static boolean isPublic(String address) {
    var ipv4 = IPV4.matcher(address);
    if (!ipv4.matches()) {
      return GLOBAL_IPV6.matcher(address.toLowerCase(Locale.ROOT)).matches();
    }
    var first = Integer.parseInt(ipv4.group(1));
    var second = Integer.parseInt(ipv4.group(2));
    var third = Integer.parseInt(ipv4.group(3));
    return switch (first) {
      case 0, 10, 127 -> false;
      case 34 -> second != 118 || third < 224 || third > 239;
      case 100 -> second < 64 || second > 127;
      case 169 -> second != 254;
      case 172 -> second < 16 || second > 31;
      case 192 -> second != 168;
      default -> true;
    };
  }
}
