package dev.fairlead.policies.checks;

import java.util.Collection;
import java.util.Map;
import java.util.Objects;

/// Port numbers that tell the kind of protocol, as in IANA's registry and in common use. A Service
/// that sends ssh to a Pod which declares a web port has no mistyped number.
final class WellKnownNumbers {
  private static final String WEB = "web";

  private static final Map<Integer, String> KINDS =
      Map.ofEntries(
          Map.entry(21, "ftp"),
          Map.entry(22, "ssh"),
          Map.entry(2222, "ssh"),
          Map.entry(23, "telnet"),
          Map.entry(25, "smtp"),
          Map.entry(465, "smtp"),
          Map.entry(587, "smtp"),
          Map.entry(53, "dns"),
          Map.entry(80, WEB),
          Map.entry(443, WEB),
          Map.entry(8080, WEB),
          Map.entry(8443, WEB),
          Map.entry(110, "pop3"),
          Map.entry(995, "pop3"),
          Map.entry(143, "imap"),
          Map.entry(993, "imap"),
          Map.entry(123, "ntp"),
          Map.entry(389, "ldap"),
          Map.entry(636, "ldap"),
          Map.entry(1433, "mssql"),
          Map.entry(1521, "oracle"),
          Map.entry(1883, "mqtt"),
          Map.entry(8883, "mqtt"),
          Map.entry(2181, "zookeeper"),
          Map.entry(2379, "etcd"),
          Map.entry(3306, "mysql"),
          Map.entry(33060, "mysql"),
          Map.entry(4222, "nats"),
          Map.entry(5432, "postgresql"),
          Map.entry(5671, "amqp"),
          Map.entry(5672, "amqp"),
          Map.entry(15672, "rabbitmq management"),
          Map.entry(6379, "redis"),
          Map.entry(26379, "redis sentinel"),
          Map.entry(9042, "cassandra"),
          Map.entry(9092, "kafka"),
          Map.entry(9300, "elasticsearch transport"),
          Map.entry(11211, "memcached"),
          Map.entry(27017, "mongodb"),
          Map.entry(50051, "grpc"));

  private WellKnownNumbers() {}

  /// True where the number is known for a kind of protocol that none of the declared ones is known
  /// for. The web's numbers stand for any other web number, known or not.
  static boolean isOfAnotherKind(int asked, Collection<Integer> declared) {
    var kind = KINDS.get(asked);
    if (kind == null) {
      return false;
    }
    var others = declared.stream().map(KINDS::get).toList();
    return kind.equals(WEB)
        ? others.stream().noneMatch(other -> other == null || other.equals(WEB))
        : others.stream().noneMatch(other -> Objects.equals(other, kind));
  }
}
