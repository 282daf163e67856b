package dev.fairlead.cli.manifests;

import dev.fairlead.cli.manifests.ManifestDocument.Manifest;
import dev.fairlead.cli.manifests.ManifestDocument.Unreadable;
import dev.fairlead.policies.fixes.Patch;
import dev.fairlead.policies.fixes.PatchOperation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The text of one manifest file, in which fields of objects change and not one character besides.
///
/// The new text is read again before it is given away. Each edited object has to be what its
/// operations make of it, and each other document what it was.
public final class ManifestEditor {
  /// What became of the edits of one file.
  ///
  /// @param refused by the place of the document in the list, those that stay as they were, and why
  public record Edited(String text, Map<Integer, Refusal> refused) {
    public Edited {
      refused = Map.copyOf(refused);
    }
  }

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final String file;
  private final String text;
  private final List<ManifestDocument> documents;

  /// @param file its name, for what is said about it
  public ManifestEditor(String file, String text) {
    this.file = file;
    this.text = text;
    this.documents = ManifestFile.parse(file, text);
  }

  /// What the file holds, in the order of [ManifestFile#parse].
  public List<ManifestDocument> documents() {
    return documents;
  }

  public String file() {
    return file;
  }

  public String text() {
    return text;
  }

  /// The comments in front of everything else in the piece of the file that holds a document.
  public List<String> head(int document) {
    var begin = offset(documents.get(document).position());
    return pieceAt(begin).stream()
        .flatMap(piece -> piece.chunk.text().lines())
        .map(String::strip)
        .takeWhile(line -> line.isEmpty() || line.startsWith("#"))
        .filter(line -> !line.isEmpty())
        .toList();
  }

  /// Carries out the operations on each of some documents, all of one document or none.
  ///
  /// @param wanted by the place of the document in the list
  public Edited edited(Map<Integer, List<PatchOperation>> wanted) {
    var planned = new LinkedHashMap<Integer, List<TextEdit>>();
    var refused = new LinkedHashMap<Integer, Refusal>();
    wanted.forEach(
        (document, operations) -> {
          try {
            planned.put(document, plan(document, operations));
          } catch (CannotEdit e) {
            refused.put(document, new Refusal(at(e.offset()), e.reason()));
          }
        });
    var edits = planned.values().stream().flatMap(List::stream).toList();
    var together = TextEdit.apply(edits, text);
    if (means(together, planned.keySet(), wanted)) {
      return new Edited(together, refused);
    }
    var edited = this;
    for (var document : planned.keySet()) {
      try {
        edited = edited.stepByStep(document, wanted.getOrDefault(document, List.of()));
      } catch (CannotEdit e) {
        refused.put(document, new Refusal(edited.at(e.offset()), e.reason()));
      }
    }
    return new Edited(edited.text, refused);
  }

  /// One operation after the other, for those that get in each other's way.
  private ManifestEditor stepByStep(int document, List<PatchOperation> operations)
      throws CannotEdit {
    var edited = this;
    for (var operation : operations) {
      var step = List.of(operation);
      var next = TextEdit.apply(edited.plan(document, step), edited.text);
      if (!edited.means(next, Set.of(document), Map.of(document, step))) {
        throw new CannotEdit(
            offset(documents.get(document).position()),
            operation.path() + " cannot be changed without changing what else is written there");
      }
      edited = new ManifestEditor(file, next);
    }
    return edited;
  }

  /// True when a text is read as this file with the operations on some of its documents.
  private boolean means(
      String changed, Set<Integer> edited, Map<Integer, List<PatchOperation>> operations) {
    var after = ManifestFile.parse(file, changed);
    if (after.size() != documents.size()) {
      return false;
    }
    for (var i = 0; i < after.size(); i++) {
      var done =
          edited.contains(i) ? operations.getOrDefault(i, List.of()) : List.<PatchOperation>of();
      if (!means(after.get(i), documents.get(i), done)) {
        return false;
      }
    }
    return true;
  }

  private static boolean means(
      ManifestDocument after, ManifestDocument before, List<PatchOperation> operations) {
    return switch (before) {
      case Manifest manifest ->
          after instanceof Manifest changed
              && changed.tree().equals(asRead(Patch.applied(manifest.tree(), operations)));
      case Unreadable(_, _, var reason, var namespace) ->
          after instanceof Unreadable unreadable
              && unreadable.reason().equals(reason)
              && unreadable.namespace().equals(namespace);
    };
  }

  /// A value as the reader gives it: whole numbers are Longs.
  private static @Nullable Object asRead(@Nullable Object value) {
    return switch (value) {
      case Integer number -> number.longValue();
      case Map<?, ?> map -> {
        var copy = new LinkedHashMap<String, @Nullable Object>();
        map.forEach((key, member) -> copy.put(String.valueOf(key), asRead(member)));
        yield copy;
      }
      case List<?> list -> {
        var copy = new ArrayList<@Nullable Object>();
        list.forEach(item -> copy.add(asRead(item)));
        yield copy;
      }
      case null, default -> value;
    };
  }

  private List<TextEdit> plan(int document, List<PatchOperation> operations) throws CannotEdit {
    if (!(documents.get(document) instanceof Manifest manifest)) {
      throw new CannotEdit(0, "is no object that can be read");
    }
    var begin = offset(manifest.position());
    var piece = pieceAt(begin);
    var root = piece.flatMap(p -> WrittenReader.read(p.chunk, p.begin));
    var object = root.flatMap(written -> beginningAt(begin, written));
    if (root.isEmpty() || object.isEmpty()) {
      throw new CannotEdit(begin, "stands where it cannot be told apart from what is around it");
    }
    return new EditPlan(text, root.get(), object.get()).of(operations);
  }

  /// A piece of the file that is parsed by itself, and its offset.
  private record Piece(Chunk chunk, int begin) {}

  private Stream<Piece> pieces() {
    var pieces = new ArrayList<Piece>();
    var skipped = text.startsWith(BYTE_ORDER_MARK) ? 1 : 0;
    var whole = new Chunk(text.substring(skipped), Position.START);
    var json = new JsonReader(whole);
    while (json.next().isPresent()) {
      var object = whole.text().substring(json.begin(), json.end());
      pieces.add(new Piece(new Chunk(object, Position.START), skipped + json.begin()));
    }
    for (var document : json.rest().documents()) {
      pieces.add(new Piece(document, offset(document.start())));
    }
    return pieces.stream();
  }

  private Optional<Piece> pieceAt(int offset) {
    return pieces()
        .filter(piece -> piece.begin <= offset)
        .max(Comparator.comparingInt(piece -> piece.begin));
  }

  private static Optional<Written> beginningAt(int offset, Written written) {
    if (written.begin() == offset) {
      return Optional.of(written);
    }
    return switch (written) {
      case Written.Mapping mapping ->
          mapping.members().stream()
              .flatMap(member -> beginningAt(offset, member.value()).stream())
              .findFirst();
      case Written.Sequence sequence ->
          sequence.items().stream().flatMap(item -> beginningAt(offset, item).stream()).findFirst();
      case Written.Scalar _, Written.Alias _ -> Optional.empty();
    };
  }

  /// Where in the text a line and column are; lines end as for kubectl.
  private int offset(Position position) {
    var offset = text.startsWith(BYTE_ORDER_MARK) ? 1 : 0;
    for (var line = 1; line < position.line() && offset < text.length(); line++) {
      var newline = text.indexOf('\n', offset);
      offset = newline < 0 ? text.length() : newline + 1;
    }
    var rest = text.codePointCount(offset, text.length());
    return text.offsetByCodePoints(offset, Math.min(position.column() - 1, rest));
  }

  private Position at(int offset) {
    var before = text.substring(0, offset);
    var line = (int) before.chars().filter(c -> c == '\n').count();
    var begin = before.lastIndexOf('\n') + 1;
    return new Position(line + 1, before.codePointCount(begin, offset) + 1);
  }
}
