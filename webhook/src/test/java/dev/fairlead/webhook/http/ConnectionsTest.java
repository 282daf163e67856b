package dev.fairlead.webhook.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpConnection;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

class ConnectionsTest {
  private final Connections connections = new Connections(2);
  private final HttpConnection first = connection("first");
  private final HttpConnection second = connection("second");
  private final HttpConnection third = connection("third");
  private final HttpConnection fourth = connection("fourth");

  @Test
  void theOldestWithoutAWholeCallGoes() {
    assertThat(connections.opened(first)).isEmpty();
    assertThat(connections.opened(second)).isEmpty();
    connections.served(first);

    assertThat(connections.opened(third)).contains(second);
  }

  @Test
  void theLongestUnusedGoesWhereAllHaveServed() {
    connections.opened(first);
    connections.opened(second);
    connections.served(second);
    connections.served(first);

    assertThat(connections.opened(third)).contains(second);
  }

  @Test
  void oneThatStillClosesIsNotChosenAgain() {
    connections.opened(first);
    connections.opened(second);

    assertThat(connections.opened(third)).contains(first);
    assertThat(connections.opened(fourth)).contains(second);
    assertThat(connections.count()).isEqualTo(2);

    connections.ended(first);
    connections.closed(first);
    assertThat(connections.count()).isEqualTo(2);
  }

  /// A name only: none of its methods is called here.
  private static HttpConnection connection(String name) {
    return (HttpConnection)
        Proxy.newProxyInstance(
            HttpConnection.class.getClassLoader(),
            new Class<?>[] {HttpConnection.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "equals" -> name.equals(arguments[0].toString());
                  case "hashCode" -> name.hashCode();
                  case "toString" -> name;
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }
}
