package dev.fairlead.policies.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The hosts that a text names. Only such texts count that can hardly name anything else: URLs,
/// full names of Services, and texts that are lists of `host:port`.
final class HostText {
  /// A host and the port written with it.
  record Host(String name, OptionalInt port) {
    String text() {
      return port.isPresent() ? name + ":" + port.getAsInt() : name;
    }
  }

  /// A longer text is a file of its own.
  static final int LONGEST = 4096;

  /// A longer host is no DNS name.
  private static final int LONGEST_HOST = 253;

  private static final int HIGHEST_PORT = 65535;

  /// Below this a number after a colon is rather a tag, a level or a time.
  private static final int LEAST_CERTAIN_PORT = 100;

  private static final Set<Integer> LOW_PORTS = Set.of(22, 25, 53, 80, 88);

  /// The schemes whose URLs name a host to connect to; in others (`s3://`, `file://`, `docker://`)
  /// the first part is something else.
  private static final Set<String> SCHEMES =
      Set.of(
          "amqp",
          "amqps",
          "bolt",
          "cassandra",
          "clickhouse",
          "ftp",
          "grpc",
          "grpcs",
          "http",
          "https",
          "jdbc",
          "kafka",
          "ldap",
          "ldaps",
          "mariadb",
          "memcached",
          "mongodb",
          "mqtt",
          "mqtts",
          "mysql",
          "nats",
          "neo4j",
          "plaintext",
          "postgres",
          "postgresql",
          "redis",
          "rediss",
          "sasl_plaintext",
          "smtp",
          "smtps",
          "tcp",
          "tls",
          "udp",
          "ws",
          "wss",
          "zipkin");

  private static final Pattern URL =
      Pattern.compile(
          "(?<![\\w+.:-])([A-Za-z][\\w+.-]*(?::[a-z0-9]+){0,3})://([^\\s/?#\"'`<>|;()\\[\\]\\\\]+)");

  /// `db.prod.svc`, `db-0.db.prod.svc.cluster.local`, with or without a port.
  private static final Pattern FULL_NAME =
      Pattern.compile(
          "(?<![\\w.$*-])((?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\\.){2,3}svc(?:\\.cluster\\.local)?)(?![\\w-])(?!\\.\\w)(?::([0-9]{1,5}))?");

  private static final Pattern HOST_AND_PORT =
      Pattern.compile("([a-z][a-z0-9-]*(?:\\.[a-z0-9-]+){0,9}):([0-9]{2,5})(?:/\\S*)?");

  private static final Pattern NAME =
      Pattern.compile("[a-z]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");

  /// The option or variable in front of a value: `--db=`, `DB_URL=`.
  private static final Pattern OPTION = Pattern.compile("(-{0,2}[A-Za-z_][\\w.-]*)=");

  private HostText() {}

  /// Each host once, in the order of the text.
  static Set<Host> in(String text) {
    var hosts = new LinkedHashSet<Host>();
    if (text.length() > LONGEST) {
      return hosts;
    }
    if (text.contains("://")) {
      URL.matcher(text)
          .results()
          .filter(url -> SCHEMES.contains(scheme(url.group(1))))
          .forEach(url -> addAuthority(url.group(2), hosts));
    }
    if (text.contains(".svc")) {
      FULL_NAME
          .matcher(text)
          .results()
          .forEach(name -> host(name.group(1), name.group(2)).ifPresent(hosts::add));
    }
    if (text.contains(":")) {
      hosts.addAll(listed(text));
    }
    return hosts;
  }

  private static String scheme(String written) {
    var colon = written.indexOf(':');
    return (colon < 0 ? written : written.substring(0, colon)).toLowerCase(Locale.ROOT);
  }

  /// `user:password@one:1,two:2`: what stands before the `@` is nobody's business.
  private static void addAuthority(String authority, Set<Host> hosts) {
    var places = authority.substring(authority.lastIndexOf('@') + 1);
    for (var place : places.split(",", -1)) {
      var colon = place.indexOf(':');
      host(
              colon < 0 ? place : place.substring(0, colon),
              colon < 0 ? "" : place.substring(colon + 1))
          .ifPresent(hosts::add);
    }
  }

  /// The hosts of a text that is nothing but a list of `host:port`.
  private static List<Host> listed(String text) {
    var option = OPTION.matcher(text);
    var value = option.lookingAt() ? text.substring(option.end()) : text;
    if (option.lookingAt() && namesAnImage(option.group(1))) {
      return List.of();
    }
    var hosts = new ArrayList<Host>();
    for (var item : Arrays.stream(value.split("[,;]", -1)).map(String::strip).toList()) {
      var match = HOST_AND_PORT.matcher(item);
      if (!match.matches() || !mayBePort(match.group(2))) {
        return List.of();
      }
      host(match.group(1), match.group(2)).ifPresent(hosts::add);
    }
    return hosts;
  }

  static boolean namesAnImage(String option) {
    return option.toLowerCase(Locale.ROOT).contains("image");
  }

  private static boolean mayBePort(String digits) {
    var number = Integer.parseInt(digits);
    return number >= LEAST_CERTAIN_PORT || LOW_PORTS.contains(number);
  }

  /// A name as DNS knows it, so no address and nothing with a variable in it; with its port, unless
  /// what stands there is none.
  static Optional<Host> host(String name, @Nullable String port) {
    if (name.length() > LONGEST_HOST || !NAME.matcher(name).matches()) {
      return Optional.empty();
    }
    if (port == null || port.isEmpty()) {
      return Optional.of(new Host(name, OptionalInt.empty()));
    }
    return number(port).isPresent() ? Optional.of(new Host(name, number(port))) : Optional.empty();
  }

  /// A port number; empty for anything else.
  static OptionalInt number(String text) {
    if (!text.matches("[0-9]{1,5}")) {
      return OptionalInt.empty();
    }
    var number = Integer.parseInt(text);
    return number >= 1 && number <= HIGHEST_PORT ? OptionalInt.of(number) : OptionalInt.empty();
  }
}
