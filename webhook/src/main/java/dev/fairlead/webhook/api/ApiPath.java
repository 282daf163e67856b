package dev.fairlead.webhook.api;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/// A path of the API server, perhaps with a query. Every segment and every parameter is encoded
/// here, so that no name leads to another object.
public final class ApiPath {
  /// What a segment cannot be, as servers take it for a way to another.
  private static final Set<String> NO_SEGMENTS = Set.of("", ".", "..");

  private final String text;

  private ApiPath(String text) {
    this.text = text;
  }

  /// The path of these segments, each encoded.
  ///
  /// @throws IllegalArgumentException for a segment that is empty, or means another place
  public static ApiPath of(String... segments) {
    return new ApiPath("").and(segments);
  }

  /// The same, and further segments; it must have no query yet.
  public ApiPath and(String... segments) {
    var longer = new StringBuilder(text);
    for (var segment : segments) {
      if (NO_SEGMENTS.contains(segment)) {
        throw new IllegalArgumentException("no segment of a path: \"" + segment + "\"");
      }
      // The encoding is that of forms, where a blank is a plus.
      longer.append('/').append(encoded(segment).replace("+", "%20"));
    }
    return new ApiPath(longer.toString());
  }

  /// The same with a parameter more.
  public ApiPath with(String parameter, Object value) {
    var separator = text.indexOf('?') < 0 ? "?" : "&";
    return new ApiPath(text + separator + parameter + "=" + encoded(value.toString()));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return text;
  }
}
