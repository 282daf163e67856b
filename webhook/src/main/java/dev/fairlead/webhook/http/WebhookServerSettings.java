package dev.fairlead.webhook.http;

/// Where and how reviews are served.
///
/// @param port 0 takes any that is free
/// @param limits what clients may take of it
public record WebhookServerSettings(String address, int port, Tls tls, ServerLimits limits) {}
