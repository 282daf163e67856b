package dev.fairlead.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A cable between a webhook and its API server that can be cut and made slow. What goes through it
/// stays as it is, encrypted.
final class Cable implements AutoCloseable {
  private final ServerSocket server;
  private final int target;
  private final Set<Socket> plugged = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;
  private volatile Duration delay = Duration.ZERO;

  /// @param target a port of this host
  Cable(int target) {
    this.target = target;
    try {
      this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().name("cable").start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /// Ends every connection, and lets none begin.
  void cut() {
    cut = true;
    plugged.forEach(Cable::close);
  }

  void mend() {
    cut = false;
  }

  /// Lets every answer come this much later.
  void delay(Duration time) {
    delay = time;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        var near = server.accept();
        Thread.ofVirtual().start(() -> connect(near));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void connect(Socket near) {
    try (near;
        var far = new Socket(InetAddress.getLoopbackAddress(), target)) {
      plugged.add(near);
      plugged.add(far);
      if (cut) {
        return;
      }
      var there = Thread.ofVirtual().start(() -> copy(near, far, false));
      copy(far, near, true);
      close(near);
      there.join();
    } catch (IOException e) {
      close(near);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      plugged.removeIf(Socket::isClosed);
    }
  }

  private void copy(Socket from, Socket to, boolean slow) {
    try {
      copy(from.getInputStream(), to.getOutputStream(), slow);
    } catch (IOException e) {
      close(from); // the other side went away
    }
    close(to);
  }

  private void copy(InputStream from, OutputStream to, boolean slow) throws IOException {
    var buffer = new byte[1 << 16];
    for (var read = from.read(buffer); read >= 0; read = from.read(buffer)) {
      if (slow && !delay.isZero()) {
        try {
          Thread.sleep(delay);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return;
        }
      }
      to.write(buffer, 0, read);
      to.flush();
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    cut();
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
