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
import dev.fairlead.webhook.cluster.ClusterReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

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
        Optional.empty(),
        reading.unread,
        reading.notes,
        reading.documents);
  }

  /// What a cluster holds before a release. Of the release is what it names, and what bears a mark
  /// of Helm, Argo CD or Flux in common with that.
  public Side read(ClusterReader.Contents cluster, Side after) {
    var wanted = after.objects().stream().map(PlannedObject::identity).collect(Collectors.toSet());
    var releases =
        cluster.objects().stream()
            .filter(live -> wanted.contains(Identity.of(live.object().ref())))
            .flatMap(live -> live.object().metadata().releases().stream())
            .collect(Collectors.toSet());
    var objects = new ArrayList<PlannedObject>();
    var others = new HashSet<Identity>();
    for (var live : cluster.objects()) {
      var identity = Identity.of(live.object().ref());
      var isOfRelease =
          wanted.contains(identity)
              || live.object().metadata().releases().stream().anyMatch(releases::contains);
      if (!isOfRelease) {
        others.add(identity);
      }
      var there = new PlannedObject(live.tree(), live.object()).wiredAt(SendOrder.LONG_AGO);
      // It bears the mark of the release that it is compared with.
      objects.add(isOfRelease ? planned(live.tree()).orElse(there) : there);
    }
    var gaps = cluster.gaps().stream().map(gap -> new Unread(Optional.empty(), gap)).toList();
    var notes = cluster.gaps().stream().map("of the cluster, %s"::formatted).toList();
    return new Side("the cluster", objects, Optional.of(others), gaps, notes, 1);
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
