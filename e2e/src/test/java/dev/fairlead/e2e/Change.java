package dev.fairlead.e2e;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What releases bring: a row of the convergence matrix.
///
/// @param before the releases that were brought before, the oldest first
record Change(String title, Worth worth, List<Manifests> before, List<Manifests> steps, Last last) {
  static final List<Change> ALL =
      List.of(
          new Change("first install", Worth.GOOD, List.of(), List.of(Releases.FIRST)),
          new Change("image bump", Worth.GOOD, List.of(Releases.FIRST), List.of(Releases.BUMPED)),
          new Change(
              "rename on both sides, in three steps",
              Worth.GOOD,
              List.of(Releases.FIRST),
              List.of(Releases.BOTH_NAMES, Releases.SWITCHED, Releases.RENAMED)),
          new Change(
              "new port on both sides",
              Worth.GOOD,
              List.of(Releases.FIRST),
              List.of(Releases.GRPC)),
          new Change(
              "exporter added", Worth.GOOD, List.of(Releases.FIRST), List.of(Releases.EXPORTER)),
          new Change(
              "blue/green, in three steps",
              Worth.GOOD,
              List.of(Releases.BLUE),
              List.of(Releases.BLUE_AND_GREEN, Releases.GREEN_BESIDE_BLUE, Releases.GREEN)),
          new Change(
              "roll back the new port",
              Worth.GOOD,
              List.of(Releases.FIRST, Releases.GRPC),
              List.of(Releases.FIRST),
              Last.ROLL_BACK),
          new Change(
              "roll back a rename",
              Worth.GOOD,
              List.of(Releases.FIRST, Releases.RENAMED_AT_ONCE),
              List.of(Releases.FIRST),
              Last.ROLL_BACK),
          new Change(
              "uninstall",
              Worth.GOOD,
              List.of(Releases.FIRST),
              List.of(Manifests.NONE),
              Last.UNINSTALL),
          new Change(
              "rename on both sides, at once",
              Worth.CUT,
              List.of(Releases.FIRST),
              List.of(Releases.RENAMED_AT_ONCE)),
          new Change(
              "blue/green, at once", Worth.CUT, List.of(Releases.BLUE), List.of(Releases.GREEN)),
          new Change("P1, first install", Worth.FAULTY, List.of(), List.of(Releases.P1)),
          new Change(
              "P1, upgrade", Worth.FAULTY, List.of(Releases.FIRST_BY_NUMBER), List.of(Releases.P1)),
          new Change(
              "P1, selector mistyped in an upgrade",
              Worth.FAULTY,
              List.of(Releases.FIRST),
              List.of(Releases.MISTYPED)),
          new Change(
              "P2 by number, first install", Worth.FAULTY, List.of(), List.of(Releases.P2_NUMBER)),
          new Change(
              "P2 by number, upgrade",
              Worth.FAULTY,
              List.of(Releases.FIRST_BY_NUMBER),
              List.of(Releases.P2_NUMBER)),
          new Change(
              "P2 by name, first install", Worth.FAULTY, List.of(), List.of(Releases.P2_NAME)),
          new Change(
              "P2 by name, upgrade",
              Worth.FAULTY,
              List.of(Releases.FIRST),
              List.of(Releases.P2_NAME)));

  Change {
    before = List.copyOf(before);
    steps = List.copyOf(steps);
  }

  private Change(String title, Worth worth, List<Manifests> before, List<Manifests> steps) {
    this(title, worth, before, steps, Last.DEPLOY);
  }

  /// What a change deserves.
  enum Worth {
    /// Both sides fit before and after, and after each step.
    GOOD,
    /// Both sides fit before and after; in between, most orders leave a Service without wiring.
    CUT,
    /// The two sides do not fit.
    FAULTY
  }

  /// How its last step is brought.
  enum Last {
    DEPLOY,
    ROLL_BACK,
    UNINSTALL
  }

  @Override
  public String toString() {
    return title;
  }

  /// Releases of one small application.
  private static final class Releases {
    private static final String BACKEND = "app: backend";
    private static final String HTTP = "{name: http, port: 80, targetPort: http}";
    private static final String WEB = "{name: http, port: 80, targetPort: web}";
    private static final String EIGHTY = "{name: http, port: 80, targetPort: 80}";

    static final Manifests FIRST = release(service(BACKEND, HTTP), backend(1, "http: 8080"));
    static final Manifests BUMPED = release(service(BACKEND, HTTP), backend(2, "http: 8080"));

    static final Manifests BOTH_NAMES =
        release(service(BACKEND, HTTP), backend(1, "http: 8080", "web: 8081"));
    static final Manifests SWITCHED =
        release(service(BACKEND, WEB), backend(1, "http: 8080", "web: 8081"));
    static final Manifests RENAMED = release(service(BACKEND, WEB), backend(1, "web: 8081"));
    static final Manifests RENAMED_AT_ONCE =
        release(service(BACKEND, WEB), backend(1, "web: 8080"));

    static final Manifests GRPC =
        release(
            service(BACKEND, HTTP + ", {name: grpc, port: 9000, targetPort: grpc}"),
            backend(1, "http: 8080", "grpc: 9000"));

    static final Manifests EXPORTER =
        release(
            service(BACKEND, HTTP),
            service("backend-metrics", BACKEND, "{name: metrics, port: 9113, targetPort: metrics}"),
            deployment(
                "backend",
                BACKEND,
                container("backend", 1, "http: 8080") + container("exporter", 1, "metrics: 9113")));

    static final Manifests BLUE = release(track("blue"), deployed("blue"));
    static final Manifests BLUE_AND_GREEN =
        release(track("blue"), deployed("blue"), deployed("green"));
    static final Manifests GREEN_BESIDE_BLUE =
        release(track("green"), deployed("blue"), deployed("green"));
    static final Manifests GREEN = release(track("green"), deployed("green"));

    static final Manifests FIRST_BY_NUMBER =
        release(service(BACKEND, EIGHTY), backend(1, "http: 80"));
    static final Manifests P1 =
        release(
            service(BACKEND, EIGHTY),
            deployment(
                "backend-api",
                "app: backend-api, version: v2",
                container("backend", 1, "http: 80")));
    static final Manifests MISTYPED =
        release(service("app: backnd", HTTP), backend(1, "http: 8080"));
    static final Manifests P2_NUMBER = release(service(BACKEND, EIGHTY), backend(1, "http: 8080"));
    static final Manifests P2_NAME = release(service(BACKEND, HTTP), backend(1, "web: 8080"));

    private static Manifests release(String... objects) {
      return Manifests.parse(String.join("---\n", objects));
    }

    private static String service(String selector, String ports) {
      return service("backend-service", selector, ports);
    }

    private static String service(String name, String selector, String ports) {
      return """
      apiVersion: v1
      kind: Service
      metadata: {name: %s}
      spec: {selector: {%s}, ports: [%s]}
      """
          .formatted(name, selector, ports);
    }

    private static String track(String track) {
      return service(BACKEND + ", track: " + track, HTTP);
    }

    private static String deployed(String track) {
      return deployment(
          "backend-" + track, BACKEND + ", track: " + track, container("backend", 1, "http: 8080"));
    }

    private static String backend(int image, String... ports) {
      return deployment("backend", BACKEND, container("backend", image, ports));
    }

    private static String deployment(String name, String labels, String containers) {
      return """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: %1$s}
      spec:
        replicas: 1
        selector: {matchLabels: {%2$s}}
        template:
          metadata: {labels: {%2$s}}
          spec:
            containers:
      %3$s
      """
          .formatted(name, labels, containers.indent(8).stripTrailing());
    }

    /// A container with a probe of its first port.
    ///
    /// @param ports each as `name: number`
    private static String container(String name, int image, String... ports) {
      var declared =
          Stream.of(ports)
              .map(port -> port.split(": ", -1))
              .map(port -> "{name: %s, containerPort: %s}".formatted(port[0], port[1]))
              .collect(Collectors.joining(", "));
      return """
      - name: %1$s
        image: mycompany/%1$s:%2$d
        ports: [%3$s]
        readinessProbe: {tcpSocket: {port: %4$s}}
      """
          .formatted(name, image, declared, ports[0].split(": ", -1)[1]);
    }
  }
}
