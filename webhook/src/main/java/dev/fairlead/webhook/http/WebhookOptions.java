package dev.fairlead.webhook.http;

/// Where and how reviews are served.
///
/// @param port 0 takes any that is free
/// @param maxInFlight how many reviews may be under way at once; those beyond are refused
public record WebhookOptions(String address, int port, Tls tls, int maxInFlight) {}
