package dev.fairlead.cli.plan;

import dev.fairlead.policies.model.FieldPath;
import java.util.Optional;

/// One object that a client sends or deletes.
///
/// @param sent the object as the client sends it, or the one that it deletes
/// @param earlier the object as it was
/// @param stage which part of the release it belongs to: Flux tries each part as a whole first
record Step(Operation operation, PlannedObject sent, Optional<PlannedObject> earlier, int stage) {
  private static final FieldPath SELECTOR = FieldPath.of("spec", "selector");

  static Step delete(PlannedObject object, int stage) {
    return new Step(Operation.DELETE, object, Optional.of(object), stage);
  }

  Step inStage(int other) {
    return new Step(operation, sent, earlier, other);
  }

  Identity identity() {
    return sent.identity();
  }

  boolean is(Operation other) {
    return operation == other;
  }

  /// True where the API server refuses it whoever asks: the selector of a workload of `apps` stays
  /// as it is (kubernetes/pkg/apis/apps/validation).
  boolean changesFixedSelector() {
    return identity().group().equals("apps")
        && earlier
            .filter(was -> !Trees.at(was.tree(), SELECTOR).equals(Trees.at(sent.tree(), SELECTOR)))
            .isPresent();
  }

  /// `update Service/shop -n web`
  String title() {
    return operation + " " + sent.title();
  }
}
