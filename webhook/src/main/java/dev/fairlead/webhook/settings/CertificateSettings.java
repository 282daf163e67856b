package dev.fairlead.webhook.settings;

import dev.fairlead.certs.CaBundle;
import dev.fairlead.certs.RotationSettings;
import dev.fairlead.certs.ServingNames;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Reads the settings of certificates, and says which of them contradict each other.
final class CertificateSettings {
  private static final String FROM = "certificates.from";
  private static final String SECRET = "certificates.secret";
  private static final String SERVICE = "certificates.service";
  private static final String NAMES = "certificates.names";
  private static final String CONFIGURATIONS = "certificates.configurations";
  private static final String AUTHORITY_LIFETIME = "certificates.authority-lifetime";
  private static final String SERVING_LIFETIME = "certificates.serving-lifetime";
  private static final String OVERLAP = "certificates.overlap";
  private static final String CLIENT_AUTHORITIES = "clients.authorities";
  private static final String CLIENT_NAMES = "clients.names";

  /// What a Secret, or a Service, may be called.
  private static final Pattern OBJECT_NAME =
      Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");

  /// A host, as certificates name it; a star may stand for the first part.
  private static final Pattern HOST =
      Pattern.compile("(\\*\\.)?[A-Za-z0-9]([-A-Za-z0-9.]{0,251}[A-Za-z0-9])?");

  /// Anything but blanks in between, which the API server would answer with an error.
  private static final Pattern SELECTOR = Pattern.compile("[^\\s,][^\\n]*");

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration TEN_YEARS = Duration.ofDays(3650);

  /// Where the serving certificate comes from.
  private enum From {
    FILES,
    SECRET
  }

  private final WrittenSettings written;

  CertificateSettings(WrittenSettings written) {
    this.written = written;
  }

  Settings.Certificates read(String namespace) {
    var from =
        written.value(
            FROM,
            From.FILES,
            "files (those of fairlead.cert-dir) or secret",
            CertificateSettings::from);
    var shared = shared(namespace);
    return new Settings.Certificates(
        switch (from) {
          case FILES -> {
            mustBeLeftOut(
                "where fairlead.certificates.from is files",
                SECRET,
                SERVICE,
                NAMES,
                CONFIGURATIONS,
                AUTHORITY_LIFETIME,
                SERVING_LIFETIME,
                OVERLAP);
            yield Optional.empty();
          }
          case SECRET -> {
            mustBeLeftOut("where fairlead.certificates.from is secret", "cert-dir", "state");
            mustMakeSense(shared.rotation());
            yield Optional.of(shared);
          }
        },
        clients());
  }

  private static Optional<From> from(String text) {
    return switch (text) {
      case "files" -> Optional.of(From.FILES);
      case "secret" -> Optional.of(From.SECRET);
      case String _ -> Optional.empty();
    };
  }

  private void mustBeLeftOut(String where, String... names) {
    for (var name : names) {
      written.text(name).ifPresent(value -> written.problem(name, "left out " + where, value));
    }
  }

  private Settings.Certificates.Shared shared(String namespace) {
    var service = objectName(SERVICE, "fairlead", "the name of a Service");
    var more =
        written.values(
            NAMES,
            List.<String>of(),
            "a list of host names and IP addresses",
            CertificateSettings::hosts);
    var names =
        ServingNames.ofService(service, namespace)
            .and(
                more.stream().filter(name -> !isAddress(name)).toList(),
                more.stream().filter(CertificateSettings::isAddress).toList());
    var authorityLifetime = time(AUTHORITY_LIFETIME, Duration.ofDays(365), HOUR);
    var servingLifetime = time(SERVING_LIFETIME, Duration.ofDays(30), HOUR);
    var overlap = time(OVERLAP, Duration.ofMinutes(10), Duration.ofSeconds(1));
    return new Settings.Certificates.Shared(
        objectName(SECRET, "fairlead-serving", "the name of a Secret"),
        written.value(
            CONFIGURATIONS,
            CaBundle.LABEL + "=" + namespace,
            "a label selector, such as app=fairlead,tier=guard",
            text -> Optional.of(text).filter(SELECTOR.asMatchPredicate())),
        new RotationSettings(names, authorityLifetime, servingLifetime, overlap));
  }

  private void mustMakeSense(RotationSettings settings) {
    if (settings.servingLifetime().compareTo(settings.authorityLifetime()) > 0) {
      written.problem(
          SERVING_LIFETIME,
          "no longer than fairlead.certificates.authority-lifetime",
          seconds(settings.servingLifetime()));
    }
    if (settings.overlap().compareTo(settings.authorityLifetime().dividedBy(4)) > 0) {
      written.problem(
          OVERLAP,
          "no longer than a quarter of fairlead.certificates.authority-lifetime",
          seconds(settings.overlap()));
    }
  }

  private static String seconds(Duration time) {
    return time.toSeconds() + "s";
  }

  private String objectName(String name, String otherwise, String allowed) {
    return written.value(
        name, otherwise, allowed, text -> Optional.of(text).filter(OBJECT_NAME.asMatchPredicate()));
  }

  private Duration time(String name, Duration otherwise, Duration least) {
    return written.value(
        name,
        otherwise,
        "a time from %ds to %dd, such as 90d, 12h or 30m"
            .formatted(least.toSeconds(), TEN_YEARS.toDays()),
        text ->
            WrittenSettings.converted(text, Duration.class)
                .filter(time -> time.compareTo(least) >= 0 && time.compareTo(TEN_YEARS) <= 0));
  }

  private static Optional<List<String>> hosts(List<String> texts) {
    return texts.stream().allMatch(text -> isAddress(text) || HOST.matcher(text).matches())
        ? Optional.of(List.copyOf(texts))
        : Optional.empty();
  }

  private static boolean isAddress(String text) {
    try {
      return !InetAddress.ofLiteral(text).isAnyLocalAddress();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private Optional<Settings.Certificates.Clients> clients() {
    var authorities =
        written.optional(
            CLIENT_AUTHORITIES,
            "a file that can be read",
            text -> path(text).filter(Files::isRegularFile).filter(Files::isReadable));
    var names =
        written.values(
            CLIENT_NAMES,
            Set.<String>of(),
            "a list of names, none of them empty",
            texts ->
                texts.stream().anyMatch(String::isBlank)
                    ? Optional.empty()
                    : Optional.of(Set.copyOf(texts)));
    var without = Stream.of(CLIENT_AUTHORITIES, CLIENT_NAMES).filter(n -> !written.isWritten(n));
    var lacking = new ArrayList<>(without.toList());
    if (lacking.size() == 1) {
      var other = lacking.getFirst().equals(CLIENT_NAMES) ? CLIENT_AUTHORITIES : CLIENT_NAMES;
      written.problem(lacking.getFirst(), "set where fairlead.%s is".formatted(other), "");
    }
    return authorities
        .filter(_ -> !names.isEmpty())
        .map(file -> new Settings.Certificates.Clients(file, names));
  }

  private static Optional<Path> path(String text) {
    try {
      return Optional.of(Path.of(text));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
