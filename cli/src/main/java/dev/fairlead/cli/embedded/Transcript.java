package dev.fairlead.cli.embedded;

import dev.fairlead.cli.clients.Client;
import dev.fairlead.cli.embedded.Reply.Attempt;
import dev.fairlead.cli.embedded.Reply.Result.Refused;
import dev.fairlead.cli.embedded.Reply.Result.Stored;
import dev.fairlead.cli.manifests.ManifestDocument;
import dev.fairlead.cli.manifests.ManifestDocument.Manifest;
import dev.fairlead.cli.manifests.ManifestDocument.Unreadable;
import dev.fairlead.policies.model.PlainText;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Sends manifests to an API server and prints what the client would print.
public final class Transcript {
  private final EmbeddedApiServer server;
  private final Client client;
  private final PrintWriter out;

  public Transcript(EmbeddedApiServer server, Client client, PrintWriter out) {
    this.server = server;
    this.client = client;
    this.out = out;
  }

  /// Sends one bundle.
  ///
  /// @return false where something of it was refused, as the client's exit code would tell
  public boolean apply(String path, List<ManifestDocument> documents) {
    say("$ %s".formatted(client.command(path)));
    var readable =
        documents.stream()
            .filter(Manifest.class::isInstance)
            .map(Manifest.class::cast)
            .sorted(Comparator.comparing(document -> text(document, "kind"), client.order()))
            .toList();
    var broken = documents.stream().filter(Unreadable.class::isInstance).toList();
    broken.forEach(this::printBroken);
    return client.stages(readable, document -> text(document, "kind")).stream()
            .allMatch(this::applied)
        && broken.isEmpty();
  }

  /// Sends one stage of a bundle.
  private boolean applied(List<Manifest> stage) {
    if (client.dryRunsFirst() && !stage.stream().allMatch(this::passesDryRun)) {
      return false;
    }
    return stage.stream().filter(document -> !applied(document)).count() == 0;
  }

  private void printBroken(ManifestDocument document) {
    if (document instanceof Unreadable(var file, var position, var reason, _)) {
      say("error: error parsing %s:%s: %s".formatted(file, position, reason));
    }
  }

  private boolean passesDryRun(Manifest document) {
    var reply = server.apply(document.tree(), client, true);
    if (reply.result() instanceof Refused(_, var reason, var message)) {
      say("%s dry-run failed (%s): %s".formatted(path(document), reason, message));
      return false;
    }
    return true;
  }

  private boolean applied(Manifest document) {
    var metadata = metadata(document);
    if (!(metadata.get("name") instanceof String name)) {
      say(
          "error: from %s: cannot use generate name with apply"
              .formatted(metadata.get("generateName")));
      return false;
    }
    var reply = server.apply(document.tree(), client, false);
    reply.warnings().forEach(warning -> say("Warning: %s".formatted(warning)));
    return switch (reply.result()) {
      case Stored(var change) -> {
        say("%s/%s %s".formatted(resource(document), name, word(change)));
        yield true;
      }
      case Refused(_, var reason, var message) when reason.equals("Invalid") -> {
        say("The %s".formatted(message));
        yield false;
      }
      case Refused(var attempt, var reason, var message) -> {
        say(
            "Error from server (%s): error when %s \"%s\": %s"
                .formatted(reason, word(attempt), document.file(), message));
        yield false;
      }
    };
  }

  /// Prints a line, or several where an answer has several; names and messages come from manifests
  /// and must do a terminal no harm.
  private void say(String text) {
    out.println(PlainText.lines(text));
  }

  private static String word(Reply.Change change) {
    return change.name().toLowerCase(Locale.ROOT);
  }

  private static String word(Attempt attempt) {
    return switch (attempt) {
      case CREATE -> "creating";
      case UPDATE -> "patching";
    };
  }

  private static String path(Manifest document) {
    var metadata = metadata(document);
    return "%s/%s/%s"
        .formatted(
            text(document, "kind"),
            metadata.get("namespace") instanceof String namespace ? namespace : "default",
            metadata.get("name"));
  }

  /// The kind as kubectl prints it: `deployment.apps`.
  private static String resource(Manifest document) {
    var apiVersion = text(document, "apiVersion");
    var slash = apiVersion.indexOf('/');
    var kind = text(document, "kind").toLowerCase(Locale.ROOT);
    return slash < 0 ? kind : kind + "." + apiVersion.substring(0, slash);
  }

  private static String text(Manifest document, String key) {
    return String.valueOf(document.tree().get(key));
  }

  private static Map<?, ?> metadata(Manifest document) {
    return document.tree().get("metadata") instanceof Map<?, ?> map ? map : Map.of();
  }
}
