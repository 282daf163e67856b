package dev.fairlead.webhook.api;

import java.time.Duration;

/// The Lease by which replicas choose the one that settles.
///
/// @param identity of this replica; no other has it
/// @param lease how long a leader that says nothing still leads
public record LeaderSeat(String namespace, String name, String identity, Duration lease) {}
