package dev.fairlead.webhook.cluster;

import java.time.Duration;

/// How long what a watch has shown counts, how often the kinds are asked for, and of which
/// namespaces a finding may speak.
///
/// @param staleAfter how long a watch may be broken until what it showed counts no longer
/// @param refreshKindsEvery how often the API server is asked for its custom kinds
/// @param disclosure of which other namespaces a finding may name Services
public record WatchSettings(
    Duration staleAfter, Duration refreshKindsEvery, Disclosure disclosure) {}
