package dev.fairlead.webhook.http;

import dev.fairlead.webhook.api.Access;
import java.util.concurrent.CompletionStage;

/// Says whether whoever shows a token may read the metrics.
@FunctionalInterface
public interface AccessCheck {
  /// The answer; it fails where nobody can tell.
  CompletionStage<Access> of(String token);
}
