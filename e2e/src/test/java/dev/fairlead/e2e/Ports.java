package dev.fairlead.e2e;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/// TCP ports that nothing listens on, each given once. They lie below those that the kernel gives
/// to clients (from 32768 on, `ip_local_port_range`), so that no connection takes one before its
/// server does.
final class Ports {
  private static final int FIRST = 20_000;
  private static final int NUMBER = 10_000;

  private static final AtomicInteger GIVEN =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(NUMBER));

  private Ports() {}

  static int free() {
    for (var tried = 0; tried < NUMBER; tried++) {
      var port = FIRST + GIVEN.getAndIncrement() % NUMBER;
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no free port from %d on".formatted(FIRST));
  }

  private static boolean isFree(int port) {
    try (var _ = new ServerSocket(port)) {
      return true;
    } catch (IOException e) {
      return false; // somebody listens there
    }
  }
}
