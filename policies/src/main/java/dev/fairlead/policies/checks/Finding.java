package dev.fairlead.policies.checks;

import dev.fairlead.policies.model.FieldPath;
import dev.fairlead.policies.model.ObjectRef;
import java.util.List;
import java.util.Optional;

/// One mistake at one field, worded as the API server words its own field errors.
///
/// @param object where it sits, which need not be the object that a change is about
/// @param severity how loudly it is told; an info is for the command line alone
/// @param container the container it is about, where it is about one
/// @param related the objects on the other side
/// @param proof what proves it, where there are several ways; empty for all other findings
/// @param evidence what was seen on the other side, as data
public record Finding(
    Check check,
    Certainty certainty,
    Severity severity,
    ObjectRef object,
    Optional<String> container,
    FieldPath field,
    Problem problem,
    List<ObjectRef> related,
    Optional<Proof> proof,
    List<Evidence> evidence) {
  /// A warning longer than this may be cut by the API server.
  public static final int LONGEST_MESSAGE = 256;

  private static final FieldPath PORTS = FieldPath.of("spec", "ports");

  public Finding {
    related = List.copyOf(related);
    evidence = List.copyOf(evidence);
  }

  Finding(Check check, Certainty certainty, ObjectRef object, FieldPath field, Problem problem) {
    this(
        check,
        certainty,
        severity(check.kind(), certainty),
        object,
        Optional.empty(),
        field,
        problem,
        List.of(),
        Optional.empty(),
        List.of());
  }

  private static Severity severity(CheckKind kind, Certainty certainty) {
    return switch (kind) {
      case FACT, WIRING, LIVE -> certainty == Certainty.PROVEN ? Severity.ERROR : Severity.WARNING;
      case ADVICE -> Severity.WARNING;
    };
  }

  Finding of(String containerName) {
    return new Finding(
        check,
        certainty,
        severity,
        object,
        Optional.of(containerName),
        field,
        problem,
        related,
        proof,
        evidence);
  }

  Finding relatedTo(List<ObjectRef> others) {
    return new Finding(
        check, certainty, severity, object, container, field, problem, others, proof, evidence);
  }

  /// The same, with what it rests on.
  Finding restingOn(Optional<Proof> how, List<Evidence> seen) {
    return new Finding(
        check, certainty, severity, object, container, field, problem, related, how, seen);
  }

  /// The same, told by the command line alone.
  Finding asInfo() {
    return new Finding(
        check,
        certainty,
        Severity.INFO,
        object,
        container,
        field,
        problem,
        related,
        proof,
        evidence);
  }

  /// True when it is about one port of a Service.
  public boolean isAboutPort() {
    return field.startsWith(PORTS);
  }

  /// True when the other side has something near, which was probably meant.
  public boolean hasNearest() {
    return problem.seen().nearest().isPresent();
  }

  /// What is wrong where, however it is worded: the same field of the same container or object,
  /// wherever that container now stands in its list.
  public record Mistake(
      String check,
      String group,
      String kind,
      String namespace,
      String name,
      Optional<String> container,
      FieldPath field) {}

  public Mistake mistake() {
    return new Mistake(
        check.id(),
        object.group(),
        object.kind(),
        object.namespace(),
        object.name(),
        container,
        container.isPresent() ? field.names() : field);
  }

  public boolean sameMistake(Finding other) {
    return mistake().equals(other.mistake());
  }

  /// One line of at most [#LONGEST_MESSAGE] characters: `[check-id] Kind/name path: Type: value:
  /// detail`.
  public String message() {
    var statement = "[%s] %s %s: %s".formatted(check.id(), object, field, problem.statement());
    return Text.fitted(statement, problem.seen().texts(), LONGEST_MESSAGE);
  }
}
