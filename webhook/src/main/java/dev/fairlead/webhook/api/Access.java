package dev.fairlead.webhook.api;

/// What the API server says of somebody who shows a token.
public enum Access {
  ALLOWED,
  /// Nobody has this token, or it has expired.
  NOT_AUTHENTICATED,
  /// Whoever has it may not read metrics.
  FORBIDDEN
}
