package dev.fairlead.e2e;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What the sender of a release was told, and whether all of it was taken.
record Attempt(boolean succeeded, String said) {
  /// How every finding begins.
  private static final Pattern FINDING = Pattern.compile("\\[[a-z-]+] (Service|Deployment)/");

  private static final Pattern DENIAL = Pattern.compile("denied the request: .*");

  static final Attempt NOTHING_TO_DO = new Attempt(true, "");

  static Attempt of(Finished run) {
    return new Attempt(run.exitCode() == 0, run.toString());
  }

  static Attempt of(String request, Api.Reply reply) {
    var said = "%s: %d %s%n%s".formatted(request, reply.code(), reply.warnings(), reply.failure());
    return new Attempt(reply.isStored(), said);
  }

  /// Both, where each was tried whatever became of the other.
  static Attempt all(List<Attempt> attempts) {
    return new Attempt(
        attempts.stream().allMatch(Attempt::succeeded),
        attempts.stream().map(Attempt::said).collect(Collectors.joining("\n")));
  }

  Attempt and(Attempt other) {
    return all(List.of(this, other));
  }

  /// True where Fairlead, rather than the API server or the client itself, is why it failed.
  boolean isRefused() {
    return !succeeded && denials().stream().anyMatch(FINDING.asPredicate());
  }

  /// What was denied, and why.
  List<String> denials() {
    return DENIAL.matcher(said).results().map(MatchResult::group).toList();
  }

  boolean isWarned() {
    return succeeded && FINDING.matcher(said).find();
  }
}
