package dev.fairlead.webhook.review;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// How the client of a request calls itself, by its field manager.
final class SentBy {
  private SentBy() {}

  /// The field manager of the request; where the client gives none, what the API server makes of
  /// its user agent and notes with the newest of `managedFields` (kubernetes/apiserver,
  /// `managerOrUserAgent`). Empty where neither says.
  static String manager(ReviewRequest request) {
    if (!request.fieldManager().isEmpty()) {
      return request.fieldManager();
    }
    return request.object().map(SentBy::newestManager).orElse("");
  }

  private static String newestManager(Map<String, ?> object) {
    var metadata = object.get("metadata") instanceof Map<?, ?> map ? map : Map.of();
    var entries = metadata.get("managedFields") instanceof List<?> list ? list : List.of();
    return entries.stream()
        .filter(Map.class::isInstance)
        .map(entry -> (Map<?, ?>) entry)
        .max(Comparator.comparing(entry -> text(entry, "time")))
        .map(entry -> text(entry, "manager"))
        .orElse("");
  }

  private static String text(Map<?, ?> entry, String field) {
    return entry.get(field) instanceof String text ? text : "";
  }
}
