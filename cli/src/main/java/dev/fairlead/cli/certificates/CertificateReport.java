package dev.fairlead.cli.certificates;

import dev.fairlead.certs.BadPemException;
import dev.fairlead.certs.PemReader;
import dev.fairlead.certs.ServingCertificate;
import dev.fairlead.certs.ServingNames;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What certificates are, when they expire, and what is wrong with them.
///
/// @param lines one thing each
/// @param problems what makes API servers refuse them, each with a way out
/// @param warnings what soon will
public record CertificateReport(List<String> lines, List<String> problems, List<String> warnings) {
  /// Whoever renews has missed it by then.
  private static final Duration SOON = Duration.ofDays(7);

  private static final String CHAIN = "tls.crt";
  private static final String KEY = "tls.key";
  private static final String AUTHORITIES = "ca.crt";
  private static final String AUTHORITY_KEY = "ca.key";
  private static final String SUCCESSOR = "next-ca.crt";

  public CertificateReport {
    lines = List.copyOf(lines);
    problems = List.copyOf(problems);
    warnings = List.copyOf(warnings);
  }

  /// About texts by the names that a Secret of type kubernetes.io/tls gives them; other names are
  /// left alone.
  ///
  /// @param host the name that the certificate must be for, if that matters
  public static CertificateReport ofTexts(
      Map<String, String> texts, Optional<String> host, Instant now) {
    var report = new Builder(now);
    var chain = report.certificates(CHAIN, texts);
    var trusted = report.certificates(AUTHORITIES, texts);
    if (chain.isEmpty() && trusted.isEmpty()) {
      report.problems.add(
          "no certificate here: %s must hold one, as PEM; `fairlead certs issue` makes one"
              .formatted(CHAIN));
    }
    if (!chain.isEmpty()) {
      report.serving(chain, trusted, host);
      report.key(KEY, CHAIN, texts, chain.getFirst());
    }
    var successor = report.certificates(SUCCESSOR, texts);
    for (var authority : trusted) {
      report.authority(authority, chain, successor);
    }
    if (!trusted.isEmpty() && texts.containsKey(AUTHORITY_KEY)) {
      report.key(AUTHORITY_KEY, AUTHORITIES, texts, trusted.getFirst());
    }
    return report.build();
  }

  /// About a chain that somebody shows.
  ///
  /// @param trusted by whom it must have been issued; empty where that does not matter
  public static CertificateReport ofChain(
      List<X509Certificate> chain,
      List<X509Certificate> trusted,
      Optional<String> host,
      Instant now) {
    var report = new Builder(now);
    report.serving(chain, trusted, host);
    chain.stream().skip(1).forEach(next -> report.authority(next, chain, List.of()));
    return report.build();
  }

  private static final class Builder {
    private final Instant now;
    private final List<String> lines = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    Builder(Instant now) {
      this.now = now;
    }

    List<X509Certificate> certificates(String name, Map<String, String> texts) {
      var text = texts.getOrDefault(name, "");
      if (text.isBlank()) {
        return List.of();
      }
      try {
        return PemReader.certificates(text);
      } catch (BadPemException e) {
        problems.add("%s %s; put a certificate as PEM there".formatted(name, e.problem()));
        return List.of();
      }
    }

    void serving(
        List<X509Certificate> chain, List<X509Certificate> trusted, Optional<String> host) {
      var certificate = chain.getFirst();
      described("serving certificate", certificate);
      var names = ServingNames.in(certificate);
      lines.add("  for     " + names.map(Builder::joined).orElse("no name at all"));
      lines.add("  issuer  " + certificate.getIssuerX500Principal());
      time("the serving certificate", certificate, "renew it");
      names(names, host);
      if (!trusted.isEmpty()) {
        trust(chain, trusted);
      }
    }

    private void names(Optional<ServingNames> names, Optional<String> host) {
      if (names.isEmpty()) {
        problems.add(
            "the serving certificate has no subject alternative name, and API servers look at no"
                + " other name; issue one that has");
        return;
      }
      host.filter(wanted -> !names.get().covers(wanted))
          .ifPresent(
              wanted ->
                  problems.add(
                      "the serving certificate is not for %s, so whoever calls it by that name"
                              .formatted(wanted)
                          + " refuses it; issue one that is, or call it by another name"));
    }

    private static String joined(ServingNames names) {
      return String.join(
          ", ", Stream.concat(names.dnsNames().stream(), names.addresses().stream()).toList());
    }

    private void trust(List<X509Certificate> chain, List<X509Certificate> trusted) {
      // As of a moment at which it is valid: the time is told apart.
      var when = chain.getFirst().getNotBefore().toInstant().plusSeconds(1);
      var moment = now.isAfter(chain.getFirst().getNotAfter().toInstant()) ? when : now;
      ServingCertificate.problemOfTrust(chain, trusted, moment)
          .ifPresent(
              problem ->
                  problems.add(
                      "the serving certificate was not issued by an authority of %s, so API servers"
                              .formatted(AUTHORITIES)
                          + " refuse it (%s); put the right authority there".formatted(problem)));
    }

    void key(
        String keyName, String certificateName, Map<String, String> texts, X509Certificate of) {
      var text = texts.getOrDefault(keyName, "");
      if (text.isBlank()) {
        if (texts.size() > 1) {
          problems.add("%s is missing; without it nothing is served".formatted(keyName));
        }
        return;
      }
      try {
        if (!fits(PemReader.privateKey(text), of)) {
          problems.add(
              "%s is not the key of the first certificate in %s, so every handshake fails; put the"
                      .formatted(keyName, certificateName)
                  + " pair there that belongs together");
        }
      } catch (BadPemException e) {
        problems.add("%s %s".formatted(keyName, e.problem()));
      }
    }

    private static boolean fits(PrivateKey key, X509Certificate certificate) {
      return new ServingCertificate(key, List.of(certificate)).keyFits();
    }

    void authority(
        X509Certificate authority, List<X509Certificate> chain, List<X509Certificate> successor) {
      var issuer =
          !chain.isEmpty()
              && ServingCertificate.problemOfTrust(chain, List.of(authority), validAt(chain))
                  .isEmpty();
      var role =
          issuer
              ? "authority"
              : successor.contains(authority) ? "authority that comes next" : "other authority";
      described(role, authority);
      if (issuer) {
        time("the authority", authority, "renew it, and register the new one");
      }
    }

    private static Instant validAt(List<X509Certificate> chain) {
      return chain.getFirst().getNotBefore().toInstant().plusSeconds(1);
    }

    private void described(String what, X509Certificate certificate) {
      var until = certificate.getNotAfter().toInstant();
      lines.add(
          "%s %s %s"
              .formatted(
                  what, now.isBefore(until) ? "expires" : "EXPIRED", TimeLeft.until(until, now)));
      lines.add("  serial  " + certificate.getSerialNumber().toString(16));
    }

    private void time(String what, X509Certificate certificate, String wayOut) {
      var from = certificate.getNotBefore().toInstant();
      var until = certificate.getNotAfter().toInstant();
      if (!now.isBefore(until)) {
        problems.add(
            "%s expired %s, so API servers refuse it; %s"
                .formatted(what, TimeLeft.until(until, now), wayOut));
      } else if (now.isBefore(from)) {
        problems.add(
            "%s is valid %s only, so API servers refuse it until then; wait, or set the clock of"
                    .formatted(what, TimeLeft.until(from, now))
                + " whoever made it and %s".formatted(wayOut));
      } else if (now.plus(SOON).isAfter(until)) {
        warnings.add("%s expires %s; %s".formatted(what, TimeLeft.until(until, now), wayOut));
      }
    }

    CertificateReport build() {
      return new CertificateReport(lines, problems, warnings);
    }
  }
}
