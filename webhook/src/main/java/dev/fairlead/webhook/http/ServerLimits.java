package dev.fairlead.webhook.http;

import java.time.Duration;

/// What clients may take of the server.
///
/// @param maxInFlight how many reviews may be under way at once; those beyond are refused
/// @param maxConnections how many connections may be open at once; beyond, the least used go
/// @param bodyTime how long a body may take to arrive
/// @param bodyBytes how many bytes of bodies may be in memory at once
public record ServerLimits(int maxInFlight, int maxConnections, Duration bodyTime, long bodyBytes) {
  /// A body becomes a tree of maps and lists of up to ten times its size, and the heap also holds
  /// the cluster.
  private static final int SHARE_OF_HEAP = 8;

  /// How many connections it takes at least to hold all places in flight.
  private static final int FAIR_SHARES = 8;

  /// What Vert.x lets a connection have otherwise.
  private static final int MOST_STREAMS = 100;

  /// The share of the heap that bodies may take, which has room for two of the largest.
  public static long bodyBytes(long heap) {
    return Math.max(heap / SHARE_OF_HEAP, 2 * ReviewRoute.MAX_BODY_BYTES);
  }

  /// How many streams of HTTP/2 one connection may have. In HTTP/1.1, which API servers speak, a
  /// connection has one call at a time.
  int maxStreams() {
    return Math.clamp(maxInFlight / FAIR_SHARES, 1, MOST_STREAMS);
  }
}
