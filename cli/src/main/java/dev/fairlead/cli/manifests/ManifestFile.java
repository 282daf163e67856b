package dev.fairlead.cli.manifests;

import dev.fairlead.cli.manifests.ManifestDocument.Manifest;
import dev.fairlead.cli.manifests.ManifestDocument.Unreadable;
import dev.fairlead.cli.manifests.Node.Child;
import dev.fairlead.cli.manifests.Node.Mapping;
import dev.fairlead.cli.manifests.Node.Scalar;
import dev.fairlead.cli.manifests.Node.Sequence;
import dev.fairlead.policies.model.PlainText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// The objects of one manifest file, YAML or JSON, in the order they stand in; Lists are taken
/// apart.
///
/// A broken document never hides the others: each piece between lines of `---` is read by itself.
public final class ManifestFile {
  /// More than any object the API server takes (3 MiB), and than a namespace dumped as a List.
  private static final int MAX_DOCUMENT = 16 << 20;

  /// More than any object that etcd takes (1.5 MiB). The parser's time for YAML grows with the
  /// square of the longest line.
  private static final int MAX_LINE = 3 << 19;

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private static final String API_VERSION = "apiVersion";
  private static final String KIND = "kind";
  private static final String ITEMS = "items";

  /// The fields of which every object of Kubernetes has some.
  private static final List<String> OBJECT_FIELDS =
      List.of("apiVersion", "kind", "metadata", "spec", "items");

  private static final String LIST = "List";

  private static final String TEMPLATES = "/templates/";

  /// What an item of a List that names neither is, when the List says it: a ServiceList holds
  /// Services.
  private record Type(String apiVersion, String kind) {
    static final Type UNKNOWN = new Type("", "");
  }

  private final String file;
  private final List<ManifestDocument> documents = new ArrayList<>();
  private int foreign;

  private ManifestFile(String file) {
    this.file = file;
  }

  /// A text as a value of YAML: in quotes where it would be read as a number, a Boolean or nothing.
  public static String scalar(String text) {
    return text.equals(PlainScalar.value(text)) ? text : "\"%s\"".formatted(text);
  }

  public static List<ManifestDocument> parse(String file, String text) {
    var parsed = new ManifestFile(file);
    var bare = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    parsed.read(new Chunk(bare, new Position(1, 1)));
    return parsed.isForeign() ? List.of() : List.copyOf(parsed.documents);
  }

  /// True for a file of something else, such as `package.json` or `values.yaml`, and for
  /// Chart.yaml: nothing in it begins to be an object of Kubernetes.
  private boolean isForeign() {
    return !documents.isEmpty() && foreign == documents.size();
  }

  private void read(Chunk whole) {
    var json = new JsonReader(whole);
    for (var next = json.next(); next.isPresent(); next = json.next()) {
      add(next.get(), Type.UNKNOWN, Optional.empty());
    }
    for (var document : json.rest().documents()) {
      readYaml(document);
    }
  }

  private void readYaml(Chunk chunk) {
    if (chunk.text().length() > MAX_DOCUMENT) {
      addUnreadable(
          chunk, chunk.start(), "the document has more than " + MAX_DOCUMENT + " characters");
      return;
    }
    var longLine = chunk.lineLongerThan(MAX_LINE);
    if (longLine.isPresent()) {
      addUnreadable(chunk, longLine.get(), "the line has more than " + MAX_LINE + " characters");
      return;
    }
    if (chunk.beginsWithBrokenSeparator()) {
      addUnreadable(chunk, chunk.start(), "only a comment may follow --- on its line");
      return;
    }
    try {
      var content = YamlReader.read(chunk);
      content.document().ifPresent(document -> add(document, Type.UNKNOWN, Optional.of(chunk)));
      content
          .ignored()
          .ifPresent(
              position ->
                  addUnreadable(
                      chunk, position, "kubectl ignores what follows a document without ---"));
    } catch (Unparsable e) {
      addUnreadable(chunk, e.position(), e.reason());
    }
  }

  private void addUnreadable(Chunk chunk, Position position, String reason) {
    var template = chunk.text().contains("{{") ? " (%s)".formatted(howToRender()) : "";
    documents.add(
        new Unreadable(
            file,
            position,
            PlainText.line((reason + template).replaceAll("\\R+", " ")),
            WrittenNamespace.in(chunk.text())));
  }

  /// What to do about a template; those of Helm lie below their chart.
  private String howToRender() {
    var folder = file.lastIndexOf(TEMPLATES);
    return "a template must be rendered first"
        + (folder > 0 ? ": helm template " + file.substring(0, folder) : "");
  }

  /// @param chunk of which it is all, and can be read again; empty where it is not
  private void add(Child place, Type listed, Optional<Chunk> chunk) {
    if (!(place.node() instanceof Mapping written)) {
      addNoObject(place, "an object is a mapping");
      return;
    }
    var mapping = typed(written, listed, place.at());
    var kind = mapping.text(KIND);
    var items = mapping.members().get(ITEMS);
    if (isForeign(mapping)) {
      foreign++;
    }
    if (kind.isEmpty() || mapping.text(API_VERSION).isEmpty()) {
      addNoObject(place, (kind.isEmpty() ? KIND : API_VERSION) + " is missing");
    } else if (items != null) {
      addItems(mapping, items);
    } else if (kind.equals(LIST)) {
      addNoObject(place, "a List without items");
    } else {
      var object = new Child(place.at(), mapping);
      var nodes =
          chunk.map(c -> Nodes.of(object, () -> again(c))).orElseGet(() -> Nodes.of(object));
      documents.add(new Manifest(file, place.at(), nodes));
    }
  }

  /// Reads what could be read before.
  private static Child again(Chunk chunk) {
    try {
      var document = YamlReader.read(chunk).document().orElseThrow();
      return new Child(document.at(), document.node());
    } catch (Unparsable e) {
      throw new IllegalStateException("the same text is read alike", e);
    }
  }

  private boolean isForeign(Mapping mapping) {
    return (file.endsWith("Chart.yaml") && mapping.text(KIND).isEmpty())
        || OBJECT_FIELDS.stream().noneMatch(mapping.members()::containsKey);
  }

  private static Mapping typed(Mapping mapping, Type listed, Position at) {
    var typed = !mapping.text(KIND).isEmpty() || !mapping.text(API_VERSION).isEmpty();
    if (typed || listed.kind().isEmpty()) {
      return mapping;
    }
    var members = new LinkedHashMap<>(mapping.members());
    members.put(API_VERSION, new Child(at, new Scalar(listed.apiVersion())));
    members.put(KIND, new Child(at, new Scalar(listed.kind())));
    return new Mapping(members);
  }

  /// Like kubectl, takes anything with items for a List.
  private void addItems(Mapping list, Child items) {
    switch (items.node()) {
      case Sequence(var places, _) -> {
        var kind = list.text(KIND);
        var itemKind =
            kind.endsWith(LIST) ? kind.substring(0, kind.length() - LIST.length()) : kind;
        for (var place : places) {
          add(place, new Type(list.text(API_VERSION), itemKind), Optional.empty());
        }
      }
      case Scalar scalar when scalar.value() == null -> {}
      case Scalar _, Mapping _ -> addNoObject(items, "the items of a List are a list");
    }
  }

  private void addNoObject(Child place, String reason) {
    var namespace =
        place.node() instanceof Mapping(var members, _)
                && members.get("metadata") instanceof Child(_, _, Mapping metadata)
            ? metadata.text("namespace")
            : "";
    documents.add(
        new Unreadable(
            file,
            place.at(),
            "not a Kubernetes object: " + reason,
            Optional.of(namespace).filter(name -> !name.isEmpty())));
  }
}
