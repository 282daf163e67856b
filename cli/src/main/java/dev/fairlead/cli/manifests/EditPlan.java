package dev.fairlead.cli.manifests;

import dev.fairlead.cli.manifests.Written.Alias;
import dev.fairlead.cli.manifests.Written.Layout;
import dev.fairlead.cli.manifests.Written.Mapping;
import dev.fairlead.cli.manifests.Written.Member;
import dev.fairlead.cli.manifests.Written.Scalar;
import dev.fairlead.cli.manifests.Written.Sequence;
import dev.fairlead.policies.fixes.PatchOperation;
import dev.fairlead.policies.model.FieldPath.Segment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds where, in the text of a file, the operations on one of its objects go.
final class EditPlan {
  private final String text;
  private final Written object;
  private final Set<String> repeated = new HashSet<>();
  private final List<TextEdit> edits = new ArrayList<>();

  /// @param document what the object stands in
  EditPlan(String text, Written document, Written object) {
    this.text = text;
    this.object = object;
    collectRepeated(document);
  }

  private void collectRepeated(Written written) {
    switch (written) {
      case Alias alias -> repeated.add(alias.target());
      case Mapping mapping ->
          mapping
              .members()
              .forEach(
                  member -> {
                    collectRepeated(member.key());
                    collectRepeated(member.value());
                  });
      case Sequence sequence -> sequence.items().forEach(this::collectRepeated);
      case Scalar _ -> {}
    }
  }

  List<TextEdit> of(List<PatchOperation> operations) throws CannotEdit {
    for (var operation : operations) {
      switch (operation) {
        case PatchOperation.Add add -> add(add);
        case PatchOperation.Replace replace -> replace(replace);
        case PatchOperation.Remove(var path) ->
            throw new CannotEdit(object.begin(), path + " is not taken out of a file");
      }
    }
    return edits;
  }

  private void add(PatchOperation.Add add) throws CannotEdit {
    var way = way(add, add.path().segments().size() - 1);
    var name =
        switch (add.path().segments().getLast()) {
          case Segment.Field(var field) -> field;
          case Segment.Key(var key) -> key;
          case Segment.Index _ ->
              throw new CannotEdit(object.begin(), add.path() + " is in a list");
        };
    if (!(way.getLast() instanceof Mapping parent)) {
      throw new CannotEdit(way.getLast().begin(), add.path() + " has no mapping to stand in");
    }
    var there = parent.member(name);
    if (there.isEmpty()) {
      addMember(parent, name, add.value(), way);
    } else if (there.get().value() instanceof Scalar scalar && scalar.isNull()) {
      fill(scalar, parent, add.value(), way);
    } else {
      throw new CannotEdit(there.get().value().begin(), add.path() + " is there already");
    }
  }

  private void replace(PatchOperation.Replace replace) throws CannotEdit {
    var way = way(replace, replace.path().segments().size());
    var parent = way.get(way.size() - 2);
    replace(way.getLast(), parent, replace.value(), replace);
  }

  /// The values on the way to the one that so many segments lead to, the object first.
  private List<Written> way(PatchOperation operation, int segments) throws CannotEdit {
    var way = new ArrayList<Written>();
    way.add(editable(object, operation));
    for (var segment : operation.path().segments().subList(0, segments)) {
      var next =
          switch (segment) {
            case Segment.Field(var name) -> member(way.getLast(), name, operation);
            case Segment.Key(var key) -> member(way.getLast(), key, operation);
            case Segment.Index(var index) -> item(way.getLast(), index, operation);
          };
      way.add(editable(next, operation));
    }
    return way;
  }

  private Written editable(Written written, PatchOperation operation) throws CannotEdit {
    if (written instanceof Alias alias) {
      throw new CannotEdit(
          alias.begin(),
          "%s is brought in by the alias *%s, and what is written there counts for other places too"
              .formatted(operation.path(), alias.target()));
    }
    var anchor = written.anchor().filter(repeated::contains);
    if (anchor.isPresent()) {
      throw new CannotEdit(
          written.begin(),
          "%s stands under the anchor &%s, which aliases repeat in other places"
              .formatted(operation.path(), anchor.get()));
    }
    return written;
  }

  private static Written member(Written parent, String name, PatchOperation operation)
      throws CannotEdit {
    if (!(parent instanceof Mapping mapping)) {
      throw nothingThere(parent, operation);
    }
    var member = mapping.member(name);
    if (member.isPresent()) {
      return member.get().value();
    }
    var merging = mapping.members().stream().filter(Member::merges).findFirst();
    if (merging.isPresent()) {
      throw new CannotEdit(
          merging.get().key().begin(),
          "%s is brought in by a merge key (<<), and what is written there counts for other places too"
              .formatted(operation.path()));
    }
    throw nothingThere(parent, operation);
  }

  private static Written item(Written parent, int index, PatchOperation operation)
      throws CannotEdit {
    if (parent instanceof Sequence sequence && index < sequence.items().size()) {
      return sequence.items().get(index);
    }
    throw nothingThere(parent, operation);
  }

  private static CannotEdit nothingThere(Written parent, PatchOperation operation) {
    return new CannotEdit(parent.begin(), operation.path() + " has no place that is written");
  }

  private void addMember(Mapping parent, String name, Object value, List<Written> way) {
    switch (parent.layout()) {
      case BLOCK -> {
        var lines =
            new BlockText(step(way)).member(name, value, column(parent.members().getFirst().key()));
        insertLines(parent.end(), lines);
      }
      case FLOW -> edits.addAll(new FlowEdit(text, parent).adding(name, value));
    }
  }

  /// Gives a value to a key that has none.
  private void fill(Scalar empty, Mapping parent, Object value, List<Written> way)
      throws CannotEdit {
    if (empty.anchor().isPresent() || empty.properties().tag().isPresent()) {
      throw new CannotEdit(empty.begin(), "a null with an anchor or a tag is not replaced");
    }
    if (parent.layout() == Layout.FLOW || !(value instanceof Map<?, ?> map)) {
      var space = Character.isWhitespace(text.charAt(empty.begin() - 1)) ? "" : " ";
      var flow = new FlowText(FlowText.Quotes.of(parent, text), " ");
      edits.add(new TextEdit(empty.begin(), empty.end(), space + flow.value(value)));
      return;
    }
    var begin = empty.begin();
    while (empty.begin() != empty.end() && text.charAt(begin - 1) == ' ') {
      begin--;
    }
    edits.add(new TextEdit(begin, empty.end(), ""));
    var indent = column(parent.members().getFirst().key()) + step(way);
    insertLines(empty.end(), new BlockText(step(way)).members(map, indent));
  }

  private void replace(Written old, Written parent, Object value, PatchOperation operation)
      throws CannotEdit {
    switch (old) {
      case Scalar scalar when !(value instanceof Map || value instanceof List) ->
          edits.add(ScalarEdit.of(scalar, isFlow(parent), value, text));
      case Mapping mapping when value instanceof Map<?, ?> map ->
          replaceMembers(mapping, map, operation);
      case Sequence sequence
          when value instanceof List<?> list && list.size() == sequence.items().size() -> {
        for (var i = 0; i < list.size(); i++) {
          replaceIfOther(sequence.items().get(i), sequence, list.get(i), operation);
        }
      }
      case Mapping _, Sequence _, Scalar _, Alias _ ->
          throw new CannotEdit(
              old.begin(), operation.path() + " would have to be written anew as a whole");
    }
  }

  /// Keeps the members that both have, and gives what is left another name, another value or both.
  private void replaceMembers(Mapping mapping, Map<?, ?> wanted, PatchOperation operation)
      throws CannotEdit {
    var added = new ArrayList<String>();
    wanted.keySet().forEach(key -> added.add(String.valueOf(key)));
    var gone = new ArrayList<Member>();
    for (var member : mapping.members()) {
      var name = member.key() instanceof Scalar(_, _, _, var key, _) ? key : "";
      if (!added.remove(name)) {
        gone.add(member);
      } else {
        replaceIfOther(member.value(), mapping, wanted.get(name), operation);
      }
    }
    if (gone.size() != added.size()) {
      throw new CannotEdit(
          mapping.begin(), operation.path() + " would have to be written anew as a whole");
    }
    for (var i = 0; i < gone.size(); i++) {
      if (!(gone.get(i).key() instanceof Scalar key)) {
        throw new CannotEdit(mapping.begin(), operation.path() + " has a key that is no text");
      }
      edits.add(ScalarEdit.of(key, isFlow(mapping), added.get(i), text));
      replaceIfOther(gone.get(i).value(), mapping, wanted.get(added.get(i)), operation);
    }
  }

  private void replaceIfOther(
      Written old, Written parent, @Nullable Object value, PatchOperation operation)
      throws CannotEdit {
    var written = editable(old, operation);
    var same = written instanceof Scalar scalar && Objects.equals(ScalarEdit.value(scalar), value);
    if (!same && value != null) {
      replace(written, parent, value, operation);
    }
  }

  private static boolean isFlow(Written parent) {
    return switch (parent) {
      case Mapping mapping -> mapping.layout() == Layout.FLOW;
      case Sequence sequence -> sequence.layout() == Layout.FLOW;
      case Scalar _, Alias _ -> false;
    };
  }

  /// Lines of their own, behind the line in which a value ends.
  private void insertLines(int valueEnd, List<String> lines) {
    var newline = text.indexOf('\n', valueEnd);
    var lineEnd = newline < 0 ? text.length() : newline + 1;
    var at = valueEnd > 0 && text.charAt(valueEnd - 1) == '\n' ? valueEnd : lineEnd;
    var ending = lineEnding(at);
    if (at == text.length() && !text.endsWith("\n")) {
      edits.add(TextEdit.insert(at, ending + String.join(ending, lines)));
      return;
    }
    edits.add(TextEdit.insert(at, String.join(ending, lines) + ending));
  }

  /// How the line before an offset ends, or else the first one does.
  private String lineEnding(int offset) {
    var newline = text.lastIndexOf('\n', offset - 1);
    return newline > 0 && text.charAt(newline - 1) == '\r' ? "\r\n" : "\n";
  }

  private int column(Written written) {
    return written.begin() - lineBegin(written.begin());
  }

  private int lineBegin(int offset) {
    return text.lastIndexOf('\n', offset - 1) + 1;
  }

  /// How much deeper the nearest mapping on the way writes what is below one of its keys.
  private int step(List<Written> way) {
    for (var written : way.reversed()) {
      if (!(written instanceof Mapping mapping) || mapping.layout() == Layout.FLOW) {
        continue;
      }
      for (var member : mapping.members()) {
        if (member.value() instanceof Mapping below && below.layout() == Layout.BLOCK) {
          var step = column(below.members().getFirst().key()) - column(member.key());
          if (step > 0) {
            return step;
          }
        }
      }
    }
    return BlockText.USUAL_STEP;
  }
}
