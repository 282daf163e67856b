package dev.fairlead.policies.fixes;

import java.util.Map;
import java.util.Optional;

/// The names that IANA's Service Name and Transport Protocol Port Number Registry gives to the
/// numbers that containers often listen on.
///
/// Left out are numbers whose use in containers is not what they are registered for (3000, 8443,
/// 9090, 9200), and 8080, which more than one kind of server takes.
final class WellKnownPorts {
  private static final Map<Integer, String> TCP =
      Map.ofEntries(
          Map.entry(21, "ftp"),
          Map.entry(22, "ssh"),
          Map.entry(25, "smtp"),
          Map.entry(53, "domain"),
          Map.entry(80, "http"),
          Map.entry(88, "kerberos"),
          Map.entry(110, "pop3"),
          Map.entry(143, "imap"),
          Map.entry(389, "ldap"),
          Map.entry(443, "https"),
          Map.entry(636, "ldaps"),
          Map.entry(993, "imaps"),
          Map.entry(995, "pop3s"),
          Map.entry(1433, "ms-sql-s"),
          Map.entry(1883, "mqtt"),
          Map.entry(2049, "nfs"),
          Map.entry(3306, "mysql"),
          Map.entry(5432, "postgresql"),
          Map.entry(5671, "amqps"),
          Map.entry(5672, "amqp"),
          Map.entry(6379, "redis"),
          Map.entry(8883, "secure-mqtt"),
          Map.entry(11211, "memcache"),
          Map.entry(27017, "mongodb"));

  private static final Map<Integer, String> UDP =
      Map.of(53, "domain", 69, "tftp", 88, "kerberos", 123, "ntp", 161, "snmp", 514, "syslog");

  private WellKnownPorts() {}

  static Optional<String> name(int number, String protocol) {
    return switch (protocol) {
      case "TCP" -> Optional.ofNullable(TCP.get(number));
      case "UDP" -> Optional.ofNullable(UDP.get(number));
      default -> Optional.empty();
    };
  }
}
