package dev.fairlead.webhook.http;

import io.vertx.core.http.HttpConnection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// The open connections of one event loop, and how many calls are under way on each. Only that
/// event loop uses them.
///
/// A connection beyond the bound is accepted, and another is closed: the oldest of those that have
/// not sent one whole call, else the one that has been idle longest. So a client that only opens
/// connections cannot shut others out.
final class Connections {
  private static final class Use {
    private int calls;
    private boolean served;
  }

  private final int most;
  private final AtomicInteger count = new AtomicInteger();

  /// Longest unused first.
  private final Map<HttpConnection, Use> open = new LinkedHashMap<>();

  Connections(int most) {
    this.most = most;
  }

  /// Takes in a new connection.
  ///
  /// @return which one is to be closed for it; it counts no longer, so that the next connection is
  ///   not met by closing the same one again while that takes its time
  Optional<HttpConnection> opened(HttpConnection connection) {
    open.put(connection, new Use());
    var least = open.size() <= most ? Optional.<HttpConnection>empty() : leastUsed(connection);
    least.ifPresent(open::remove);
    count.set(open.size());
    return least;
  }

  private Optional<HttpConnection> leastUsed(HttpConnection newest) {
    var others = open.entrySet().stream().filter(entry -> !entry.getKey().equals(newest)).toList();
    return others.stream()
        .filter(entry -> !entry.getValue().served)
        .findFirst()
        .or(() -> others.stream().findFirst())
        .map(Map.Entry::getKey);
  }

  void closed(HttpConnection connection) {
    open.remove(connection);
    count.set(open.size());
  }

  void began(HttpConnection connection) {
    var use = open.get(connection);
    if (use != null) {
      use.calls++;
    }
  }

  /// A whole call has come.
  void served(HttpConnection connection) {
    var use = open.remove(connection);
    if (use != null) {
      use.served = true;
      open.put(connection, use);
    }
  }

  void ended(HttpConnection connection) {
    var use = open.get(connection);
    if (use != null) {
      use.calls--;
    }
  }

  /// Those without a call under way.
  List<HttpConnection> idle() {
    return open.entrySet().stream()
        .filter(entry -> entry.getValue().calls == 0)
        .map(Map.Entry::getKey)
        .toList();
  }

  /// How many are open; any thread may ask.
  int count() {
    return count.get();
  }
}
