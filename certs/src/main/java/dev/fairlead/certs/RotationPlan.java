package dev.fairlead.certs;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/// What is due for stored certificates at some moment.
///
/// No plan takes away a chain that an API server may still accept. A new authority is made known
/// first ([RenewAuthority]), and certifies only after the overlap ([PromoteSuccessor]). That holds
/// even where the old one has expired, since the clock that says so may be wrong.
public sealed interface RotationPlan {
  /// Nothing is due.
  ///
  /// @param until when something will be
  record Keep(Instant until) implements RotationPlan {}

  /// The authority certifies a new key.
  record RenewServing(String why) implements RotationPlan {}

  /// A new authority is made known, and certifies nothing yet.
  record RenewAuthority(String why) implements RotationPlan {}

  /// The authority that was made known takes over and certifies a new key.
  record PromoteSuccessor() implements RotationPlan {}

  /// A new authority certifies at once, for there is none.
  record StartAnew(String why) implements RotationPlan {}

  /// Nothing can be done: the store is somebody else's.
  record Leave(String why) implements RotationPlan {}

  /// What is counted as one.
  default String kind() {
    return switch (this) {
      case Keep _ -> "keep";
      case RenewServing _ -> "renew-serving";
      case RenewAuthority _ -> "renew-authority";
      case PromoteSuccessor _ -> "promote-successor";
      case StartAnew _ -> "start-anew";
      case Leave _ -> "leave";
    };
  }

  static RotationPlan of(Stored stored, RotationSettings settings, Instant now) {
    return switch (stored) {
      case Stored.Nothing _ -> new StartAnew("there is none yet");
      case Stored.Unusable(var problem) -> new StartAnew(problem);
      case Stored.Foreign(var problem) -> new Leave(problem);
      case Stored.NoServing(_, var problem) -> new RenewServing(problem);
      case ManagedCertificates(var authorities, var serving) ->
          ofServing(authorities, serving, settings, now)
              .or(() -> ofAuthorities(authorities, settings, now))
              .orElseGet(() -> new Keep(nextDue(authorities, serving, settings)));
    };
  }

  private static Optional<RotationPlan> ofServing(
      Authorities authorities, ServingCertificate serving, RotationSettings settings, Instant now) {
    var authority = authorities.current().certificate();
    var certificate = serving.certificate();
    // Nothing that it certifies would be valid.
    if (problemOfTime(authority, now).isPresent()) {
      return Optional.empty();
    }
    var why =
        problemOfTime(certificate, now)
            // Where it ends with its authority, another would end at the same time.
            .or(
                () ->
                    pastTwoThirds(certificate, now)
                        .filter(_ -> end(certificate).isBefore(end(authority))))
            .or(() -> lackingNames(certificate, authorities.current(), settings.names()))
            .or(() -> otherIssuer(serving, authority));
    return why.map(RenewServing::new);
  }

  private static Optional<RotationPlan> ofAuthorities(
      Authorities authorities, RotationSettings settings, Instant now) {
    var authority = authorities.current().certificate();
    var successor = authorities.successor();
    if (successor.isPresent()) {
      var next = successor.get().authority();
      var problem =
          problemOfTime(next.certificate(), now).or(() -> forbiddenNames(next, settings.names()));
      if (problem.isPresent()) {
        return problem.map(why -> new RenewAuthority("its successor " + why));
      }
      return successor
          .get()
          .trustedSince()
          .filter(since -> !now.isBefore(since.plus(settings.overlap())))
          .map(_ -> new PromoteSuccessor());
    }
    return problemOfTime(authority, now)
        .or(() -> pastTwoThirds(authority, now))
        .or(() -> forbiddenNames(authorities.current(), settings.names()))
        .map(RenewAuthority::new);
  }

  private static Instant nextDue(
      Authorities authorities, ServingCertificate serving, RotationSettings settings) {
    var authority =
        authorities
            .successor()
            .map(next -> next.trustedSince().orElse(Instant.MAX.minus(settings.overlap())))
            .map(since -> since.plus(settings.overlap()))
            .orElseGet(() -> twoThirds(authorities.current().certificate()));
    var certificate = serving.certificate();
    var end = end(authorities.current().certificate());
    var ofServing = end(certificate).isBefore(end) ? twoThirds(certificate) : Instant.MAX;
    return Stream.of(authority, ofServing).min(Instant::compareTo).orElseThrow();
  }

  private static Optional<String> problemOfTime(X509Certificate certificate, Instant now) {
    var from = certificate.getNotBefore().toInstant();
    var until = end(certificate);
    if (now.isBefore(from)) {
      return Optional.of("is not valid before " + from);
    }
    return now.isBefore(until) ? Optional.empty() : Optional.of("expired at " + until);
  }

  private static Instant end(X509Certificate certificate) {
    return certificate.getNotAfter().toInstant();
  }

  private static Optional<String> pastTwoThirds(X509Certificate certificate, Instant now) {
    return now.isBefore(twoThirds(certificate))
        ? Optional.empty()
        : Optional.of("two thirds of its life are over");
  }

  /// When a certificate is renewed: a third of its life is left to find out why it was not.
  static Instant twoThirds(X509Certificate certificate) {
    var from = certificate.getNotBefore().toInstant();
    var life = Duration.between(from, end(certificate));
    return from.plus(life.multipliedBy(2).dividedBy(3));
  }

  /// Names that the authority may certify, and has not.
  private static Optional<String> lackingNames(
      X509Certificate certificate, CertificateAuthority authority, ServingNames names) {
    var forbidden = authority.forbidden(names);
    var lacking =
        ServingNames.in(certificate)
            .map(names::lackingIn)
            .orElseGet(
                () -> Stream.concat(names.dnsNames().stream(), names.addresses().stream()).toList())
            .stream()
            .filter(name -> !forbidden.contains(name))
            .toList();
    return lacking.isEmpty()
        ? Optional.empty()
        : Optional.of("is not for " + String.join(", ", lacking));
  }

  private static Optional<String> forbiddenNames(
      CertificateAuthority authority, ServingNames names) {
    var forbidden = authority.forbidden(names);
    return forbidden.isEmpty()
        ? Optional.empty()
        : Optional.of("may not certify " + String.join(", ", forbidden));
  }

  private static Optional<String> otherIssuer(
      ServingCertificate serving, X509Certificate authority) {
    return KeyPairs.signed(serving.certificate(), authority)
        ? Optional.empty()
        : Optional.of("was issued by another authority");
  }
}
