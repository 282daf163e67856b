package dev.fairlead.webhook.cluster;

import java.time.Duration;

/// How long what was watched counts, and how often is asked what there is to watch.
///
/// @param staleAfter how long a watch may be broken until what it showed counts no longer
/// @param refreshKindsEvery how often the API server is asked for its custom kinds
public record WatchOptions(Duration staleAfter, Duration refreshKindsEvery) {}
