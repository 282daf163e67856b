package dev.fairlead.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A real Prometheus, and its promtool.
final class Prometheus implements AutoCloseable {
  private static final Duration TO_START = Duration.ofSeconds(60);

  private final Daemon process;
  private final int port;

  private Prometheus(Daemon process, int port) {
    this.process = process;
    this.port = port;
  }

  /// Runs `e2e/prometheus/build`, which prints the folder of its binaries on the last line.
  static Finished build() {
    return Command.run(Map.of(), Checkout.path("e2e", "prometheus", "build").toString());
  }

  static Path binaries() {
    return Path.of(build().successful().out().lines().reduce("", (_, last) -> last));
  }

  static Finished promtool(String... arguments) {
    var promtool = binaries().resolve("promtool").toString();
    return Command.run(Map.of(), Stream.concat(Stream.of(promtool), Stream.of(arguments)).toList());
  }

  /// Starts to scrape `/metrics` of some ports of this host, as the chart's ServiceMonitor has it
  /// done, and returns once it has done so.
  static Prometheus start(Path directory, Path rules, List<Integer> targets) {
    var port = Ports.free();
    var config = directory.resolve("prometheus.yaml");
    try {
      Files.createDirectories(directory);
      Files.writeString(config, config(rules, targets));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var command =
        List.of(
            binaries().resolve("prometheus").toString(),
            "--config.file=" + config,
            "--storage.tsdb.path=" + directory.resolve("data"),
            "--web.listen-address=127.0.0.1:" + port);
    var log = directory.resolve("prometheus.log");
    var prometheus = new Prometheus(Daemon.start("Prometheus", log, Map.of(), command), port);
    try {
      prometheus.await(
          "all targets to be scraped",
          () ->
              prometheus.result("up == 1").size() == targets.size()
                  ? Optional.empty()
                  : Optional.of(prometheus.result("up").toString()));
      return prometheus;
    } catch (RuntimeException | Error e) {
      prometheus.close();
      throw e;
    }
  }

  private static String config(Path rules, List<Integer> targets) {
    var config =
        new StringBuilder(
            """
            global: {scrape_interval: 2s, scrape_timeout: 2s, evaluation_interval: 2s}
            rule_files: ["%s"]
            scrape_configs:
              - job_name: fairlead
                honor_labels: true
                static_configs:
            """
                .formatted(rules));
    for (var target : targets) {
      config.append(
          """
                - targets: ["127.0.0.1:%d"]
                  labels: {namespace: fairlead-system, service: fairlead, pod: "fairlead-%d"}
          """
              .formatted(target, target));
    }
    return config.toString();
  }

  void await(String what, Await.Look look) {
    process.await(what, TO_START, look);
  }

  /// The series that an expression gives now, with their values.
  List<Map<String, Object>> result(String expression) {
    var answer = get("query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
    if (answer.isEmpty()) {
      return List.of();
    }
    if (!"success".equals(answer.get().get("status"))) {
      throw new AssertionError(expression + ": " + answer.get());
    }
    return Manifests.children(Manifests.child(answer.get(), "data"), "result");
  }

  /// The rules as Prometheus has loaded and evaluated them.
  List<Map<String, Object>> rules() {
    var groups = Manifests.children(Manifests.child(get("rules").orElseThrow(), "data"), "groups");
    return groups.stream().flatMap(group -> Manifests.children(group, "rules").stream()).toList();
  }

  /// Empty while it has no answer: before it has read its data it says so in a text.
  private Optional<Map<String, Object>> get(String path) {
    return Api.get("http://127.0.0.1:%d/api/v1/%s".formatted(port, path))
        .filter(answer -> answer.startsWith("{"))
        .map(Manifests::parse)
        .map(answer -> answer.objects().getFirst());
  }

  @Override
  public void close() {
    process.close();
  }
}
