package dev.fairlead.e2e;

import java.nio.file.Path;
import java.util.Optional;

/// A real Kubernetes cluster.
interface Cluster extends AutoCloseable {
  /// Programs that may do everything in it.
  Client admin();

  /// How its API server calls the host of the tests.
  String testHost();

  /// Lets the API server reach a port on which this host listens on loopback.
  void expose(int port);

  /// True when somebody schedules Pods and makes them ready.
  boolean runsPods();

  /// True when what is in their images runs, too.
  boolean runsImages();

  /// What its API server shows to webhooks that ask who it is; empty where it shows nothing.
  Optional<Shown> shownToWebhooks();

  /// A client certificate.
  ///
  /// @param authority a file with who issued it
  /// @param name its common name
  record Shown(Path authority, String name) {}

  /// Where its API server notes what ServiceAccounts have asked for, a JSON object a line; empty
  /// where it notes nothing.
  Optional<Path> auditLog();

  /// The port of this host on which the API server listens, where it can be stopped.
  Optional<Integer> stoppable();

  void stopApiServer();

  void startApiServer();

  /// Throws away the history of all objects, as an API server does every five minutes.
  void compact();

  /// Where files that belong to it may be kept.
  Path directory();

  @Override
  void close();
}
