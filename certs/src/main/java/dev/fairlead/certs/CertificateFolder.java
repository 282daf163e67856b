package dev.fairlead.certs;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A directory with `tls.crt`, `tls.key` and `ca.crt`, as a mounted Secret has them.
///
/// The key of an authority that is made here is not kept: whoever reads the folder can serve, and
/// can certify nobody. Files that have expired are refused and not made anew: another program may
/// have to renew them, and whoever registered `ca.crt` by hand must know.
public final class CertificateFolder {
  static final String CHAIN = "tls.crt";
  static final String KEY = "tls.key";
  static final String AUTHORITIES = "ca.crt";

  /// How long certificates made here last. Nothing renews them, and whoever registered `ca.crt` by
  /// hand must do so again.
  private static final Duration LIFETIME = Duration.ofDays(365);

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> READABLE_BY_ALL =
      PosixFilePermissions.fromString("rw-r--r--");
  private static final Set<PosixFilePermission> OWNERS_DIRECTORY =
      PosixFilePermissions.fromString("rwx------");

  private final Path folder;
  private final PemFile chain;
  private final PemFile key;
  private final PemFile authorities;

  public CertificateFolder(Path folder) {
    this.folder = folder;
    this.chain = new PemFile(folder.resolve(CHAIN));
    this.key = new PemFile(folder.resolve(KEY));
    this.authorities = new PemFile(folder.resolve(AUTHORITIES));
  }

  /// What the folder holds; made for a server of these names if it holds nothing of the kind.
  public ServingFiles loadOrMake(ServingNames names, Instant now, SecureRandom random)
      throws CertificateFileException {
    var missing =
        Stream.of(chain, key, authorities).map(PemFile::path).filter(Files::notExists).toList();
    return switch (missing.size()) {
      case 0 -> load(now);
      case 3 -> made(names, now, LIFETIME, random);
      default -> throw incomplete(missing);
    };
  }

  /// What is wrong with the folder, though it can be used.
  public Optional<String> warning() {
    try {
      var permissions = Files.getPosixFilePermissions(key.path());
      return permissions.contains(PosixFilePermission.OTHERS_READ)
          ? Optional.of(
              "%s: must not be readable by others, is (%s)"
                  .formatted(key.path(), PosixFilePermissions.toString(permissions)))
          : Optional.empty();
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty(); // what cannot be read is told by whoever reads it
    }
  }

  /// Makes what the folder must not hold yet.
  public ServingFiles make(ServingNames names, Instant now, Duration lifetime, SecureRandom random)
      throws CertificateFileException {
    for (var file : List.of(chain, key, authorities)) {
      if (Files.exists(file.path())) {
        throw new CertificateFileException(
            file.path(), "must not be there yet, is; choose another directory, or remove it");
      }
    }
    return made(names, now, lifetime, random);
  }

  private CertificateFileException incomplete(List<Path> missing) {
    var names =
        missing.stream()
            .map(file -> file.getFileName().toString())
            .collect(Collectors.joining(", "));
    return new CertificateFileException(
        folder,
        "must hold all of %s, %s and %s or none of them (they are made then); lacks %s"
            .formatted(CHAIN, KEY, AUTHORITIES, names));
  }

  /// What the folder holds, which must be whole and valid.
  public ServingFiles load(Instant now) throws CertificateFileException {
    var serving = new ServingCertificate(key.privateKey(), chain.certificates());
    var trusted = authorities.certificates();
    mustBeValid(chain, serving.certificate(), now);
    mustHaveNames(serving.certificate());
    mustFit(serving);
    mustBeTrusted(serving, trusted, now);
    return new ServingFiles(serving, trusted);
  }

  private static void mustBeValid(PemFile file, X509Certificate certificate, Instant now)
      throws CertificateFileException {
    var from = certificate.getNotBefore().toInstant();
    var until = certificate.getNotAfter().toInstant();
    if (now.isAfter(until)) {
      throw new CertificateFileException(
          file.path(),
          "must be valid now, expired at %s; replace it, or remove %s, %s and %s to have new ones made"
              .formatted(until, CHAIN, KEY, AUTHORITIES));
    }
    if (now.isBefore(from)) {
      throw new CertificateFileException(
          file.path(), "must be valid now, is valid from %s only".formatted(from));
    }
  }

  private void mustHaveNames(X509Certificate certificate) throws CertificateFileException {
    if (ServingNames.in(certificate).isEmpty()) {
      throw new CertificateFileException(
          chain.path(),
          "must have a subject alternative name, has none; API servers look at no other name");
    }
  }

  private void mustFit(ServingCertificate serving) throws CertificateFileException {
    if (!serving.keyFits()) {
      throw new CertificateFileException(
          key.path(),
          "must be the key of the first certificate in %s, is another".formatted(CHAIN));
    }
  }

  private void mustBeTrusted(ServingCertificate serving, List<X509Certificate> trusted, Instant now)
      throws CertificateFileException {
    var problem = serving.problemOfTrust(trusted, now);
    if (problem.isPresent()) {
      throw new CertificateFileException(
          authorities.path(), "must vouch for %s, does not: %s".formatted(CHAIN, problem.get()));
    }
  }

  private ServingFiles made(ServingNames names, Instant now, Duration lifetime, SecureRandom random)
      throws CertificateFileException {
    var authority =
        CertificateAuthority.create(CertificateAuthority.NAME, names, now, lifetime, random);
    var serving = authority.issue(names, now, lifetime);
    try {
      Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNERS_DIRECTORY));
      write(authorities, authority.certificatePem(), READABLE_BY_ALL);
      write(chain, serving.chainPem(), READABLE_BY_ALL);
      write(key, serving.keyPem(), OWNER_ONLY);
    } catch (AccessDeniedException e) {
      throw new CertificateFileException(
          folder, "must be writable for certificates to be made, is not");
    } catch (IOException e) {
      throw new CertificateFileException(
          folder, "must be writable for certificates to be made: " + e.getMessage());
    }
    return new ServingFiles(serving, List.of(authority.certificate()));
  }

  /// All or nothing, and never readable by more than it ends up with.
  private void write(PemFile file, String text, Set<PosixFilePermission> permissions)
      throws IOException {
    var unfinished =
        Files.createTempFile(
            folder, ".making", ".pem", PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    try {
      Files.writeString(unfinished, text);
      Files.setPosixFilePermissions(unfinished, permissions);
      Files.move(unfinished, file.path(), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }
}
