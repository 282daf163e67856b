package dev.fairlead.cli.check;

import dev.fairlead.cli.manifests.ManifestDocument.Manifest;
import dev.fairlead.policies.checks.Finding;
import dev.fairlead.policies.model.FieldPath;
import dev.fairlead.policies.model.ObjectRef;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Where an object stands.
sealed interface Source {
  /// In a file.
  ///
  /// @param text what the file holds besides
  record InFile(Manifest manifest, SourceText text) implements Source {
    @Override
    public Place place(FieldPath field) {
      return text.origins()
          .flatMap(origins -> origins.of(manifest, field))
          .map(o -> Place.of(o.file(), o.position(), o.end(), new Lines(o.text())))
          .orElseGet(() -> placeInText(field));
    }

    @Override
    public Judged judged(ObjectRef object, List<String> checks) {
      // The line itself, which takes an index of the whole file, is of no use here.
      return text.origins().isPresent()
          ? at(place(NAME), object, checks)
          : new Judged(object, manifest.file(), manifest.positions().at(NAME).position(), checks);
    }

    private Place placeInText(FieldPath field) {
      var at = manifest.positions().at(field);
      return Place.of(manifest.file(), at.position(), at.end(), text.lines());
    }

    @Override
    public Optional<String> reasonInComment(Finding finding) {
      return Stream.of(finding.field(), Sides.own(finding))
          .map(field -> manifest.positions().at(field).position().line())
          .flatMap(line -> text.comments().reason(finding.check().id(), line).stream())
          .findFirst();
    }
  }

  /// In a cluster.
  record InCluster(ObjectRef object) implements Source {
    @Override
    public Place place(FieldPath field) {
      return Place.inCluster(object);
    }

    @Override
    public Judged judged(ObjectRef judged, List<String> checks) {
      return at(place(NAME), judged, checks);
    }

    @Override
    public Optional<String> reasonInComment(Finding finding) {
      return Optional.empty();
    }
  }

  FieldPath NAME = FieldPath.of("metadata", "name");

  Place place(FieldPath field);

  /// The object once it was judged, with the place where it is named.
  ///
  /// @param checks the ids of the checks that looked at it
  Judged judged(ObjectRef object, List<String> checks);

  private static Judged at(Place named, ObjectRef object, List<String> checks) {
    return new Judged(object, named.file(), named.position(), checks);
  }

  /// Why a comment beside the finding allows it.
  Optional<String> reasonInComment(Finding finding);
}
