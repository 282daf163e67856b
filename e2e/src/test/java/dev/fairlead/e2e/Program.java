package dev.fairlead.e2e;

import dev.fairlead.cli.Fairlead;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The `fairlead` command as a child process, on the JDK of the tests.
final class Program {
  private Program() {}

  static List<String> command(List<String> arguments) {
    return Stream.of(List.of(java()), program(), arguments).flatMap(List::stream).toList();
  }

  /// For a command that is soon over, as the launcher runs it.
  static List<String> shortCommand(List<String> arguments) {
    var quick = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
    return Stream.of(List.of(java()), quick, program(), arguments).flatMap(List::stream).toList();
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /// The jar with its libraries, as it ships; in an IDE, the classes that these tests see.
  private static List<String> program() {
    var main = Fairlead.class;
    var code = Path.of(URI.create(main.getProtectionDomain().getCodeSource().getLocation() + ""));
    return Files.isDirectory(code.resolveSibling("lib"))
        ? List.of("-jar", code.toString())
        : List.of("-cp", System.getProperty("java.class.path"), main.getName());
  }

  /// Why the management port does not say that the webhook is ready; empty when it does.
  static Optional<String> notReady(int managementPort) {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + "/readyz"));
    try (var client = HttpClient.newHttpClient()) {
      var response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return response.statusCode() == 200
          ? Optional.empty()
          : Optional.of(response.statusCode() + " " + response.body());
    } catch (IOException e) {
      return Optional.of(e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
