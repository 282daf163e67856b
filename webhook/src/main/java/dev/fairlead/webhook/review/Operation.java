package dev.fairlead.webhook.review;

/// What the API server is asked to do with an object; the names are those of the protocol.
public enum Operation {
  CREATE,
  UPDATE,
  DELETE,
  CONNECT
}
