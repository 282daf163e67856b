package dev.fairlead.certs;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The authority and the serving certificate that all replicas share, with both keys; as texts, the
/// data of a Secret.
public record ManagedCertificates(Authorities authorities, ServingCertificate serving)
    implements Stored {
  static final String CHAIN = "tls.crt";
  static final String KEY = "tls.key";
  static final String AUTHORITIES = "ca.crt";
  static final String AUTHORITY_KEY = "ca.key";
  static final String SUCCESSOR = "next-ca.crt";
  static final String SUCCESSOR_KEY = "next-ca.key";
  static final String SUCCESSOR_TRUSTED_SINCE = "next-ca.trusted-since";

  /// All the texts that there can be.
  static final List<String> NAMES =
      List.of(
          CHAIN,
          KEY,
          AUTHORITIES,
          AUTHORITY_KEY,
          SUCCESSOR,
          SUCCESSOR_KEY,
          SUCCESSOR_TRUSTED_SINCE);

  /// Reads what [#texts] wrote.
  static Stored read(Map<String, String> texts, SecureRandom random) {
    var present = NAMES.stream().anyMatch(name -> !text(texts, name).isEmpty());
    if (!present) {
      return new Nothing();
    }
    if (text(texts, AUTHORITY_KEY).isEmpty()) {
      return new Foreign(
          "holds certificates without %s, so Fairlead did not make them".formatted(AUTHORITY_KEY));
    }
    try {
      var authorities = authorities(texts, random);
      try {
        return new ManagedCertificates(authorities, serving(texts));
      } catch (BadPemException e) {
        return new NoServing(authorities, e.problem());
      }
    } catch (BadPemException e) {
      return new Unusable(e.problem());
    }
  }

  private static Authorities authorities(Map<String, String> texts, SecureRandom random)
      throws BadPemException {
    var trusted = in(AUTHORITIES, () -> PemReader.certificates(text(texts, AUTHORITIES)));
    var key = in(AUTHORITY_KEY, () -> PemReader.privateKey(text(texts, AUTHORITY_KEY)));
    if (!KeyPairs.fit(key, trusted.getFirst().getPublicKey())) {
      throw new BadPemException(
          "%s: must be the key of the first certificate in %s, is another"
              .formatted(AUTHORITY_KEY, AUTHORITIES));
    }
    return new Authorities(
        CertificateAuthority.of(key, trusted.getFirst(), random),
        successor(texts, random),
        trusted);
  }

  /// A successor that cannot be read is none: another will be made.
  private static Optional<Successor> successor(Map<String, String> texts, SecureRandom random) {
    try {
      var certificate = PemReader.certificates(text(texts, SUCCESSOR)).getFirst();
      var key = PemReader.privateKey(text(texts, SUCCESSOR_KEY));
      return KeyPairs.fit(key, certificate.getPublicKey())
          ? Optional.of(
              new Successor(
                  CertificateAuthority.of(key, certificate, random),
                  instant(text(texts, SUCCESSOR_TRUSTED_SINCE))))
          : Optional.empty();
    } catch (BadPemException e) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static ServingCertificate serving(Map<String, String> texts) throws BadPemException {
    var chain = in(CHAIN, () -> PemReader.certificates(text(texts, CHAIN)));
    var key = in(KEY, () -> PemReader.privateKey(text(texts, KEY)));
    var serving = new ServingCertificate(key, chain);
    if (!serving.keyFits()) {
      throw new BadPemException(
          "%s: must be the key of the first certificate in %s, is another".formatted(KEY, CHAIN));
    }
    return serving;
  }

  private interface Reading<T> {
    T read() throws BadPemException;
  }

  private static <T> T in(String name, Reading<T> reading) throws BadPemException {
    try {
      return reading.read();
    } catch (BadPemException e) {
      throw new BadPemException(name + ": " + e.problem());
    }
  }

  private static String text(Map<String, String> texts, String name) {
    return texts.getOrDefault(name, "").strip();
  }

  /// Everything, private keys too.
  Map<String, String> texts() {
    var texts = new LinkedHashMap<String, String>();
    texts.put(AUTHORITIES, authorities.trustedPem());
    texts.put(AUTHORITY_KEY, authorities.current().keyPem());
    texts.put(CHAIN, serving.chainPem());
    texts.put(KEY, serving.keyPem());
    authorities
        .successor()
        .ifPresent(
            next -> {
              texts.put(SUCCESSOR, next.authority().certificatePem());
              texts.put(SUCCESSOR_KEY, next.authority().keyPem());
              next.trustedSince()
                  .ifPresent(since -> texts.put(SUCCESSOR_TRUSTED_SINCE, since.toString()));
            });
    return texts;
  }

  /// Shows no key.
  @Override
  public String toString() {
    return "ManagedCertificates[%s, %d trusted]".formatted(serving, authorities.trusted().size());
  }
}
