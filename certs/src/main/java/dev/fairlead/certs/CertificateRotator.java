package dev.fairlead.certs;

import dev.fairlead.certs.CertificateStore.Loaded;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One replica that keeps the certificates fresh which all replicas share.
///
/// The first replica does what is due. The others lose the write, look again and find it done. A
/// rotator remembers what it loaded: it writes a Secret that is lost or spoilt again as it was,
/// since a new authority would not be trusted at once.
public final class CertificateRotator {
  private static final Logger LOG = LoggerFactory.getLogger(CertificateRotator.class);

  /// More conflicts in a row than replicas can cause.
  private static final int ATTEMPTS = 20;

  private final CertificateStore store;
  private final Registrations registrations;
  private final RotationSettings settings;
  private final InstantSource clock;
  private final SecureRandom random;
  private Optional<ManagedCertificates> remembered = Optional.empty();

  public CertificateRotator(
      CertificateStore store,
      Registrations registrations,
      RotationSettings settings,
      InstantSource clock,
      SecureRandom random) {
    this.store = store;
    this.registrations = registrations;
    this.settings = settings;
    this.clock = clock;
    this.random = random;
  }

  /// What one look has come to.
  ///
  /// @param certificates what is to be served
  /// @param done what was due and is done
  /// @param repaired the webhook configurations that did not name all authorities, and now do
  /// @param problem what could not be done; empty where nothing
  /// @param next when something is due
  public record Step(
      ManagedCertificates certificates,
      List<RotationPlan> done,
      List<String> repaired,
      Optional<String> problem,
      Instant next) {
    public Step {
      done = List.copyOf(done);
      repaired = List.copyOf(repaired);
    }
  }

  /// Does what is due.
  ///
  /// @throws StoreUnavailable where there is nothing that could be served
  public Step step() throws StoreUnavailable {
    var done = new ArrayList<RotationPlan>();
    var repaired = new ArrayList<String>();
    var problem = Optional.<String>empty();
    try {
      advance(done, repaired);
    } catch (StoreUnavailable e) {
      problem = Optional.of(e.problem());
    }
    if (remembered.isEmpty()) {
      throw new StoreUnavailable(problem.orElse("no certificate could be stored"));
    }
    var plan = RotationPlan.of(remembered.get(), settings, clock.instant());
    var next = plan instanceof RotationPlan.Keep(var until) ? until : clock.instant();
    return new Step(remembered.get(), done, repaired, problem, next);
  }

  /// Goes from plan to plan until nothing is due. Every round but one that a conflict undoes ends
  /// in a state in which the next plan is another.
  private void advance(List<RotationPlan> done, List<String> repaired) throws StoreUnavailable {
    for (var attempt = 0; attempt < ATTEMPTS; attempt++) {
      var loaded = store.load();
      mustAgree(loaded.clock());
      var stored = restorable(loaded.stored());
      if (stored.isPresent()) {
        save(stored.get(), loaded, "what was lost or spoilt is written again as it was");
        continue;
      }
      if (loaded.stored() instanceof ManagedCertificates found) {
        remembered = Optional.of(found);
      }
      var plan = RotationPlan.of(loaded.stored(), settings, clock.instant());
      switch (plan) {
        case RotationPlan.Keep _ -> {
          if (published(loaded, repaired)) {
            return;
          }
        }
        case RotationPlan.Leave(var why) -> throw new StoreUnavailable(why);
        case RotationPlan.PromoteSuccessor _ -> {
          // It must be trusted at this very moment, too.
          if (published(loaded, repaired)) {
            carryOut(plan, loaded, done);
          }
        }
        case RotationPlan.StartAnew _, RotationPlan.RenewServing _, RotationPlan.RenewAuthority _ ->
            carryOut(plan, loaded, done);
      }
    }
    throw new StoreUnavailable("somebody else writes the certificates again and again");
  }

  /// What stood in the store before it was lost or spoilt; nothing where it was not.
  private Optional<ManagedCertificates> restorable(Stored stored) {
    return switch (stored) {
      case Stored.Nothing _, Stored.Unusable _ -> remembered;
      case Stored.Foreign _, Stored.NoServing _, ManagedCertificates _ -> Optional.empty();
    };
  }

  /// A replica whose clock is wrong would renew what is valid, and issue what is not.
  private void mustAgree(Optional<Instant> theirs) throws StoreUnavailable {
    if (theirs.isEmpty()) {
      return;
    }
    var ahead = Duration.between(theirs.get(), clock.instant());
    if (ahead.abs().compareTo(CertificateAuthority.CLOCK_SKEW) > 0) {
      throw new StoreUnavailable(
          "the clock here must agree with the API server's, is %d s %s; nothing is renewed until it does"
              .formatted(ahead.abs().toSeconds(), ahead.isNegative() ? "behind" : "ahead"));
    }
  }

  /// Has the webhook configurations trust all authorities, and notes since when they trust the
  /// successor. False where that was written, so that all must be looked at again.
  private boolean published(Loaded loaded, List<String> repaired) throws StoreUnavailable {
    if (!(loaded.stored() instanceof ManagedCertificates(var authorities, var serving))) {
      return true;
    }
    var changed = registrations.trust(authorities.trusted());
    repaired.addAll(changed);
    var successor = authorities.successor();
    if (successor.isEmpty() || (changed.isEmpty() && successor.get().trustedSince().isPresent())) {
      return true;
    }
    var noted = new Successor(successor.get().authority(), Optional.of(clock.instant()));
    var now = new Authorities(authorities.current(), Optional.of(noted), authorities.trusted());
    save(new ManagedCertificates(now, serving), loaded, "every configuration trusts the successor");
    return false;
  }

  private void carryOut(RotationPlan plan, Loaded loaded, List<RotationPlan> done)
      throws StoreUnavailable {
    var next = next(plan, loaded.stored());
    if (save(next, loaded, plan.toString())) {
      done.add(plan);
    }
  }

  private ManagedCertificates next(RotationPlan plan, Stored stored) {
    var now = clock.instant();
    return switch (plan) {
      case RotationPlan.StartAnew _ -> {
        var authority = newAuthority(now);
        yield serving(Authorities.of(authority, Optional.empty(), List.of(), now), now);
      }
      case RotationPlan.RenewServing _ -> {
        var before = authorities(stored);
        yield serving(
            Authorities.of(before.current(), before.successor(), before.trusted(), now), now);
      }
      case RotationPlan.RenewAuthority _ -> {
        var before = authorities(stored);
        var successor = new Successor(newAuthority(now), Optional.empty());
        yield new ManagedCertificates(
            Authorities.of(before.current(), Optional.of(successor), before.trusted(), now),
            ((ManagedCertificates) stored).serving());
      }
      case RotationPlan.PromoteSuccessor _ -> {
        var before = authorities(stored);
        var successor = before.successor().orElseThrow().authority();
        yield serving(Authorities.of(successor, Optional.empty(), before.trusted(), now), now);
      }
      case RotationPlan.Keep _, RotationPlan.Leave _ ->
          throw new IllegalStateException("nothing to carry out: " + plan);
    };
  }

  private CertificateAuthority newAuthority(Instant now) {
    return CertificateAuthority.create(
        CertificateAuthority.NAME, settings.names(), now, settings.authorityLifetime(), random);
  }

  private ManagedCertificates serving(Authorities authorities, Instant now) {
    return new ManagedCertificates(
        authorities,
        authorities.current().issue(settings.names(), now, settings.servingLifetime()));
  }

  private static Authorities authorities(Stored stored) {
    return switch (stored) {
      case Stored.NoServing(var authorities, _) -> authorities;
      case ManagedCertificates(var authorities, _) -> authorities;
      case Stored.Nothing _, Stored.Unusable _, Stored.Foreign _ ->
          throw new IllegalStateException("no authority in " + stored);
    };
  }

  private boolean save(ManagedCertificates certificates, Loaded replaced, String why)
      throws StoreUnavailable {
    if (!store.save(certificates, replaced)) {
      LOG.atInfo().addKeyValue("plan", why).log("another replica was first; looking again");
      return false;
    }
    LOG.atInfo().addKeyValue("plan", why).log("certificates written");
    remembered = Optional.of(certificates);
    return true;
  }

  /// Has the authority certify a new key, whether due or not.
  public ManagedCertificates renewServing() throws StoreUnavailable {
    return force(new RotationPlan.RenewServing("somebody asked for it"));
  }

  /// Makes a new authority known, whether due or not; it takes over after the overlap.
  public ManagedCertificates renewAuthority() throws StoreUnavailable {
    return force(new RotationPlan.RenewAuthority("somebody asked for it"));
  }

  private ManagedCertificates force(RotationPlan plan) throws StoreUnavailable {
    for (var attempt = 0; attempt < ATTEMPTS; attempt++) {
      var loaded = store.load();
      mustAgree(loaded.clock());
      if (!(loaded.stored() instanceof ManagedCertificates)) {
        throw new StoreUnavailable("must hold certificates of Fairlead's, holds none to renew");
      }
      var next = next(plan, loaded.stored());
      if (save(next, loaded, plan.toString())) {
        return next;
      }
    }
    throw new StoreUnavailable("somebody else writes the certificates again and again");
  }
}
