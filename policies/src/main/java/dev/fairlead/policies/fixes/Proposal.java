package dev.fairlead.policies.fixes;

import dev.fairlead.policies.model.FieldPath;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What fixes would do to one object, and what there is to say about it.
public record Proposal(List<PatchOperation> operations, List<Note> notes) {
  /// Nothing to do and nothing to say.
  public static final Proposal NONE = new Proposal(List.of(), List.of());

  public Proposal {
    operations = List.copyOf(operations);
    notes = List.copyOf(notes);
  }

  Proposal and(Proposal other) {
    return new Proposal(
        Stream.concat(operations.stream(), other.operations.stream()).toList(),
        Stream.concat(notes.stream(), other.notes.stream()).toList());
  }

  /// Collects what one fix proposes for one object.
  static final class Builder {
    private final Fix fix;
    private final Subject subject;
    private final List<PatchOperation> operations = new ArrayList<>();
    private final List<Note> notes = new ArrayList<>();

    Builder(Fix fix, Subject subject) {
      this.fix = fix;
      this.subject = subject;
    }

    void change(PatchOperation operation, String detail) {
      operations.add(operation);
      note(Note.Effect.CHANGED, operation.path(), detail);
    }

    void leave(FieldPath field, String why) {
      note(Note.Effect.LEFT_ALONE, field, "left as it is: " + why);
    }

    private void note(Note.Effect effect, FieldPath field, String detail) {
      notes.add(new Note(effect, fix.id(), subject.workload().ref(), field, detail));
    }

    Proposal build() {
      return new Proposal(operations, notes);
    }
  }
}
