package dev.fairlead.cli.plan;

import dev.fairlead.cli.clients.Client;
import dev.fairlead.cli.manifests.ManifestDocument;
import dev.fairlead.cli.manifests.ManifestDocument.Manifest;
import dev.fairlead.cli.manifests.ManifestDocument.Unreadable;
import dev.fairlead.cli.manifests.ManifestFile;
import dev.fairlead.cli.manifests.ManifestSource;
import dev.fairlead.cli.manifests.ManifestSource.Absent;
import dev.fairlead.cli.manifests.ManifestSource.Failure;
import dev.fairlead.cli.manifests.ManifestSource.Text;
import dev.fairlead.policies.model.Malformed.Gravity;
import dev.fairlead.policies.model.ObjectReader;
import dev.fairlead.policies.model.PodMakers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads objects as admission sees them: with the marks of the client that sends them, and without
/// the ConfigMaps beside them.
public final class SideReader {
  private final ObjectReader reader = new ObjectReader(PodMakers.COMMON);
  private final Client client;
  private final String namespace;

  /// @param namespace where objects live that name no namespace
  public SideReader(Client client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  Client client() {
    return client;
  }

  public Side read(String path, List<ManifestSource> sources) {
    var reading = new Reading();
    for (var source : sources) {
      switch (source) {
        case Absent _ -> {}
        case Failure(var file, var reason) ->
            reading.leaveOut(Optional.empty(), "the file %s %s".formatted(file, reason));
        case Text(var file, var text) -> ManifestFile.parse(file, text).forEach(reading::add);
      }
    }
    return new Side(
        path,
        List.copyOf(reading.objects.values()),
        reading.unread,
        reading.notes,
        reading.documents);
  }

  /// An object made of another's manifest; empty where that can no longer be read.
  Optional<PlannedObject> planned(Map<String, ?> tree) {
    return reader
        .read(client.marked(tree), namespace)
        .object()
        .map(object -> new PlannedObject(tree, object).wiredAt(SendOrder.LONG_AGO));
  }

  /// What has been read of a PATH so far.
  private final class Reading {
    private final Map<Identity, PlannedObject> objects = new LinkedHashMap<>();
    private final List<Unread> unread = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private int documents;

    void add(ManifestDocument document) {
      switch (document) {
        case Manifest manifest -> add(manifest);
        case Unreadable(var file, var position, var reason, var where) ->
            leaveOut(where, "%s:%s: %s".formatted(file, position, reason));
      }
    }

    private void add(Manifest manifest) {
      documents++;
      var reading = reader.read(manifest.tree(), namespace);
      for (var malformed : reading.malformed()) {
        var text =
            "%s:%s: %s %s"
                .formatted(
                    manifest.file(),
                    manifest.positions().at(malformed.field()).position(),
                    reading.ref(),
                    malformed);
        if (malformed.gravity() == Gravity.UNDECODABLE) {
          leaveOut(Optional.of(reading.ref().namespace()), text);
          return;
        }
        notes.add(text + "; the API server refuses it");
      }
      planned(manifest.tree()).ifPresent(object -> objects.put(object.identity(), object));
    }

    private void leaveOut(Optional<String> where, String text) {
      notes.add(text + "; it is left out");
      unread.add(new Unread(where, text));
    }
  }
}
