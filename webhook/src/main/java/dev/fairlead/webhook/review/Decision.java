package dev.fairlead.webhook.review;

import dev.fairlead.policies.fixes.PatchOperation;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// What the webhook answers to one review.
///
/// @param message why it is denied, one finding a line; empty when allowed
/// @param warnings what the client shows its user, most important first
/// @param auditAnnotations what the API server writes into its audit log, by keys without a slash
/// @param patch what is changed in the object; empty for a validating webhook
/// @param grounds what it rests on
public record Decision(
    boolean allowed,
    String message,
    List<Cause> causes,
    List<String> warnings,
    Map<String, String> auditAnnotations,
    List<PatchOperation> patch,
    Grounds grounds) {
  /// What may follow the webhook's name and a slash; the API server drops other keys in silence.
  private static final Pattern AUDIT_KEY =
      Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");

  /// Allowed, with nothing to say.
  public static final Decision ALLOWED =
      new Decision(true, "", List.of(), List.of(), Map.of(), List.of(), Grounds.NO_FINDING);

  /// Allowed, since it is not ours to judge.
  public static final Decision UNJUDGED = ALLOWED.withGrounds(Grounds.UNJUDGED);

  public Decision {
    if (allowed != message.isBlank()) {
      throw new IllegalArgumentException(
          "a denial must have a message, and nothing else has one: " + message);
    }
    for (var key : auditAnnotations.keySet()) {
      if (!AUDIT_KEY.matcher(key).matches()) {
        throw new IllegalArgumentException("no key of an audit annotation: " + key);
      }
    }
    if (!allowed && !patch.isEmpty()) {
      throw new IllegalArgumentException("what is denied is not patched: " + message);
    }
    causes = List.copyOf(causes);
    warnings = List.copyOf(warnings);
    auditAnnotations = Map.copyOf(auditAnnotations);
    patch = List.copyOf(patch);
  }

  public static Decision denied(String message, List<Cause> causes) {
    return new Decision(false, message, causes, List.of(), Map.of(), List.of(), Grounds.NO_FINDING);
  }

  public Decision withWarnings(List<String> warnings) {
    return new Decision(allowed, message, causes, warnings, auditAnnotations, patch, grounds);
  }

  public Decision withAuditAnnotations(Map<String, String> auditAnnotations) {
    return new Decision(allowed, message, causes, warnings, auditAnnotations, patch, grounds);
  }

  public Decision withPatch(List<PatchOperation> patch) {
    return new Decision(allowed, message, causes, warnings, auditAnnotations, patch, grounds);
  }

  Decision withGrounds(Grounds grounds) {
    return new Decision(allowed, message, causes, warnings, auditAnnotations, patch, grounds);
  }
}
