package dev.fairlead.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;

/// What a Service is to its Pods: each new TCP connection goes to the next port.
final class Balancer implements AutoCloseable {
  private final ServerSocket listener;
  private final List<Integer> ports;

  private Balancer(ServerSocket listener, List<Integer> ports) {
    this.listener = listener;
    this.ports = List.copyOf(ports);
  }

  /// Starts one that spreads connections over ports of this host.
  static Balancer over(List<Integer> ports) {
    try {
      var balancer =
          new Balancer(new ServerSocket(0, 100, InetAddress.getLoopbackAddress()), ports);
      Thread.ofVirtual().start(balancer::accept);
      return balancer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    for (var turn = 0; !listener.isClosed(); turn++) {
      try {
        connect(listener.accept(), ports.get(turn % ports.size()));
      } catch (IOException e) {
        if (!listener.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private static void connect(Socket client, int port) throws IOException {
    try {
      var server = new Socket(InetAddress.getLoopbackAddress(), port);
      Thread.ofVirtual().start(() -> pump(client, server));
      Thread.ofVirtual().start(() -> pump(server, client));
    } catch (IOException e) {
      client.close();
    }
  }

  private static void pump(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // One side is gone, and now so is the other.
      return;
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
