package dev.fairlead.webhook.review;

import dev.fairlead.webhook.api.JsonTree;
import java.util.Comparator;
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
    var metadata = JsonTree.object(object, "metadata");
    return JsonTree.objects(metadata, "managedFields").stream()
        .max(Comparator.comparing(entry -> JsonTree.text(entry, "time")))
        .map(entry -> JsonTree.text(entry, "manager"))
        .orElse("");
  }
}
