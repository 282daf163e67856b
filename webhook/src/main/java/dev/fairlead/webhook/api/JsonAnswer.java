package dev.fairlead.webhook.api;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/// An answer of the API server in JSON, read while it arrives. Of a list or a watch one object at a
/// time is in memory, without the fields that nobody reads.
public final class JsonAnswer implements AutoCloseable {
  /// Without bounds of its own on what tenants may write into their objects, of which one would end
  /// the list of all: the API server bounds objects, and what nobody reads is passed over without a
  /// stack.
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .build())
          .disable(TokenStreamFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
          .build();

  /// How deep an object is read. A pod template ends before the twentieth level, and the way to one
  /// is short; whatever is deeper is left out, for nobody looks for it.
  static final int DEEPEST = 100;

  /// The longest number that is read: more digits than any has that the API server writes.
  private static final int LONGEST_NUMBER = 400;

  /// What is read of objects that is mostly left out.
  ///
  /// @param status fields of the status
  /// @param besides of the fields in [#UNREAD] and [#UNREAD_LISTS] those that matter for this kind
  public record Reads(Set<String> status, Set<String> besides) {
    public static final Reads LEAST = new Reads(Set.of(), Set.of());

    public Reads {
      status = Set.copyOf(status);
      besides = Set.copyOf(besides);
    }
  }

  /// The longest fields of most objects, which say nothing about wiring.
  private static final Set<String> UNREAD =
      Set.of("managedFields", "kubectl.kubernetes.io/last-applied-configuration");

  /// Lists of a Pod's fields that say nothing about wiring either. They are told by their form, as
  /// labels and annotations of these names hold texts, and the way to a template leads through no
  /// list.
  private static final Set<String> UNREAD_LISTS =
      Set.of(
          "imagePullSecrets",
          "tolerations",
          "topologySpreadConstraints",
          "volumeClaimTemplates",
          "volumeDevices",
          "volumeMounts",
          "volumes");

  /// Fields whose values no two objects share.
  private static final Set<String> UNIQUE = Set.of("uid", "resourceVersion");

  /// The longest text that is worth keeping one of: names of objects are no longer.
  private static final int LONGEST_SHARED = 63;

  private final InputStream bytes;
  private final Interner<String> texts;
  private @Nullable JsonParser begun;

  /// What matters of the object that is being read though it is mostly left out.
  private Set<String> besides = Set.of();

  /// How deep in the object the parser is.
  private int depth;

  /// @param texts of which one is kept of what is equal
  JsonAnswer(InputStream bytes, Interner<String> texts) {
    this.bytes = bytes;
    this.texts = texts;
  }

  /// Made when it is first needed, for it waits for the first bytes.
  private JsonParser parser() {
    var parser = begun;
    if (parser == null) {
      parser = JSON.createParser(ObjectReadContext.empty(), bytes);
      begun = parser;
    }
    return parser;
  }

  /// Reads on to the end of the answer, so that its connection is free again.
  private void toTheEnd() {
    while (parser().nextToken() != null) {
      parser().skipChildren();
    }
  }

  /// Where a list ends.
  ///
  /// @param version of the objects in it, from which a watch goes on
  /// @param rest what to ask for the next page by; empty at the last
  public record ListEnd(String version, String rest) {}

  /// Reads a list to its end.
  ///
  /// @param reads what is read of each object
  public ListEnd list(Reads reads, Consumer<Map<String, @Nullable Object>> item) {
    return reading(
        () -> {
          Map<String, @Nullable Object> metadata = Map.of();
          parser().nextToken();
          while (parser().nextToken() == JsonToken.PROPERTY_NAME) {
            var name = parser().currentName();
            var value = parser().nextToken();
            if (name.equals("items") && value == JsonToken.START_ARRAY) {
              while (parser().nextToken() == JsonToken.START_OBJECT) {
                item.accept(object(reads));
              }
            } else if (name.equals("metadata") && value == JsonToken.START_OBJECT) {
              metadata = map();
            } else {
              parser().skipChildren();
            }
          }
          toTheEnd();
          return new ListEnd(text(metadata, "resourceVersion"), text(metadata, "continue"));
        });
  }

  /// One event of a watch.
  ///
  /// @param type ADDED, MODIFIED, DELETED, BOOKMARK or ERROR
  public record Event(String type, Map<String, @Nullable Object> object) {}

  /// Waits for the next event; empty at the end.
  ///
  /// @param reads what is read of its object
  public Optional<Event> event(Reads reads) {
    return reading(
        () -> {
          if (parser().nextToken() != JsonToken.START_OBJECT) {
            return Optional.<Event>empty();
          }
          var type = "";
          Map<String, @Nullable Object> object = Map.of();
          while (parser().nextToken() == JsonToken.PROPERTY_NAME) {
            var name = parser().currentName();
            var value = parser().nextToken();
            if (name.equals("type")) {
              type = parser().getString();
            } else if (value == JsonToken.START_OBJECT) {
              object = object(reads);
            }
          }
          return Optional.of(new Event(type, object));
        });
  }

  /// Reads one document as it is.
  public Map<String, @Nullable Object> document() {
    return reading(
        () -> {
          Map<String, @Nullable Object> document =
              parser().nextToken() == JsonToken.START_OBJECT ? map() : new LinkedHashMap<>();
          toTheEnd();
          return document;
        });
  }

  private static <T> T reading(Supplier<T> read) {
    try {
      return read.get();
    } catch (JacksonException e) {
      throw ClusterUnavailable.because(e);
    }
  }

  /// The object that begins here, less what nobody reads of it.
  private Map<String, @Nullable Object> object(Reads reads) {
    besides = reads.besides();
    var object = new LinkedHashMap<String, @Nullable Object>();
    while (parser().nextToken() == JsonToken.PROPERTY_NAME) {
      var name = parser().currentName();
      var value = parser().nextToken();
      if (name.equals("status") && value == JsonToken.START_OBJECT) {
        object.put(name, status(reads.status()));
      } else {
        put(object, name, value);
      }
    }
    return object;
  }

  private Map<String, @Nullable Object> status(Set<String> fields) {
    var status = new LinkedHashMap<String, @Nullable Object>();
    while (parser().nextToken() == JsonToken.PROPERTY_NAME) {
      var name = parser().currentName();
      var value = parser().nextToken();
      if (fields.contains(name)) {
        put(status, name, value);
      } else {
        parser().skipChildren();
      }
    }
    return status;
  }

  private Map<String, @Nullable Object> map() {
    var map = new LinkedHashMap<String, @Nullable Object>();
    while (parser().nextToken() == JsonToken.PROPERTY_NAME) {
      var name = parser().currentName();
      put(map, name, parser().nextToken());
    }
    return map;
  }

  private void put(Map<String, @Nullable Object> map, String name, JsonToken value) {
    var unread =
        UNREAD.contains(name) || (value == JsonToken.START_ARRAY && UNREAD_LISTS.contains(name));
    if ((unread && !besides.contains(name)) || isTooDeep(value)) {
      parser().skipChildren();
      return;
    }
    map.put(
        name,
        value == JsonToken.VALUE_STRING && UNIQUE.contains(name)
            ? parser().getString()
            : value(value));
  }

  private boolean isTooDeep(JsonToken value) {
    return depth >= DEEPEST && value.isStructStart();
  }

  private @Nullable Object value(JsonToken token) {
    return switch (token) {
      case START_OBJECT -> within(this::map);
      case START_ARRAY -> within(this::array);
      case VALUE_STRING -> text();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL, VALUE_EMBEDDED_OBJECT, PROPERTY_NAME, END_ARRAY, END_OBJECT, NOT_AVAILABLE ->
          null;
    };
  }

  private <T> T within(Supplier<T> read) {
    depth++;
    try {
      return read.get();
    } finally {
      depth--;
    }
  }

  private @Nullable Number number() {
    return parser().getStringLength() > LONGEST_NUMBER ? null : parser().getNumberValue();
  }

  private String text() {
    var text = parser().getString();
    return text.length() > LONGEST_SHARED ? text : texts.one(text);
  }

  private List<@Nullable Object> array() {
    var array = new ArrayList<@Nullable Object>();
    for (var token = parser().nextToken();
        token != JsonToken.END_ARRAY;
        token = parser().nextToken()) {
      if (isTooDeep(token)) {
        parser().skipChildren();
      } else {
        array.add(value(token));
      }
    }
    return array;
  }

  private static String text(Map<String, @Nullable Object> object, String field) {
    return object.get(field) instanceof String text ? text : "";
  }

  /// A field of a JSON object that is all there.
  static Optional<String> text(String json, String field) {
    try (var parser = JSON.createParser(ObjectReadContext.empty(), json)) {
      while (parser.nextToken() != null) {
        if (parser.currentToken() == JsonToken.PROPERTY_NAME
            && parser.currentName().equals(field)
            && parser.nextToken() == JsonToken.VALUE_STRING) {
          return Optional.of(parser.getString());
        }
      }
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    try {
      bytes.close();
    } catch (IOException e) {
      throw ClusterUnavailable.because(e);
    }
  }
}
