package dev.fairlead.cli.fix;

import dev.fairlead.cli.manifests.ManifestDocument.Manifest;
import dev.fairlead.cli.manifests.ManifestDocument.Unreadable;
import dev.fairlead.cli.manifests.ManifestEditor;
import dev.fairlead.cli.manifests.ManifestSource;
import dev.fairlead.cli.manifests.ManifestSource.Absent;
import dev.fairlead.cli.manifests.ManifestSource.Failure;
import dev.fairlead.cli.manifests.ManifestSource.Text;
import dev.fairlead.cli.manifests.Position;
import dev.fairlead.policies.checks.Finding;
import dev.fairlead.policies.fixes.FixSwitches;
import dev.fairlead.policies.fixes.Fixes;
import dev.fairlead.policies.fixes.PatchOperation;
import dev.fairlead.policies.judge.Overrides;
import dev.fairlead.policies.model.FieldPath;
import dev.fairlead.policies.model.ObjectRef;
import dev.fairlead.policies.remedies.Remedies;
import dev.fairlead.policies.remedies.Remedy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Fixes files together, pass by pass, until nothing is left to do.
public final class FixRun {
  /// One thing to be said about a field, whose line is known at the end.
  private record About(DocumentIndex place, FieldPath field, String text) {}

  /// The changes of one object that are made together or not at all.
  private record Edit(DocumentIndex place, List<PatchOperation> operations, List<About> said) {}

  /// Many times what is needed: a pass can only bring to light what the one before has mended.
  private static final int MOST_ROUNDS = 100;

  private static final Comparator<Said> IN_FILE =
      Comparator.<Said>comparingInt(said -> said.position().line())
          .thenComparingInt(said -> said.position().column());

  private final FixSettings settings;
  private final Set<Path> realPaths = new HashSet<>();
  private final List<String> before = new ArrayList<>();
  private final List<ManifestEditor> files = new ArrayList<>();
  private final List<Said> unread = new ArrayList<>();
  private final Map<Integer, String> untouchable = new HashMap<>();
  private final List<About> changes = new ArrayList<>();
  private final Set<About> refused = new LinkedHashSet<>();
  private Set<About> left = new LinkedHashSet<>();

  private FixRun(FixSettings settings) {
    this.settings = settings;
  }

  /// What is to become of the files; none is written.
  public static FixedFiles of(List<ManifestSource> sources, FixSettings settings) {
    var run = new FixRun(settings);
    sources.forEach(run::add);
    for (var round = 0; round < MOST_ROUNDS && run.round(); round++) {}
    return run.fixed();
  }

  private void add(ManifestSource source) {
    switch (source) {
      case Text(var name, _) when !realPaths.add(realPath(name)) -> {}
      case Text(var name, var text) -> {
        before.add(text);
        files.add(new ManifestEditor(name, text));
        examine(files.size() - 1);
      }
      case Failure(var name, var reason) ->
          unread.add(new Said(name, Position.START, "the file " + reason));
      case Absent _ -> {}
    }
  }

  /// Two names of one file lead to one.
  private static Path realPath(String name) {
    var path = Path.of(name);
    try {
      return path.toRealPath();
    } catch (IOException _) {
      // Standard input has none.
      return path;
    }
  }

  /// Notes what of a file nobody is to edit.
  private void examine(int index) {
    var file = files.get(index);
    var obstacle = Origin.obstacle(file);
    obstacle.ifPresent(reason -> untouchable.put(index, reason));
    for (var document : file.documents()) {
      if (document instanceof Unreadable unreadable && !Origin.isNoObject(unreadable)) {
        var template =
            Origin.isTemplate(unreadable, file)
                ? "is a template, which has to be filled in before it can be read: "
                : "cannot be read: ";
        unread.add(new Said(file.file(), unreadable.position(), template + unreadable.reason()));
      }
    }
    if (obstacle.filter(reason -> reason.contains("template")).isPresent()
        && unread.stream().noneMatch(said -> said.file().equals(file.file()))) {
      unread.add(new Said(file.file(), Position.START, obstacle.get()));
    }
  }

  /// One pass of each kind, each on what those before have left; false where nothing changed.
  private boolean round() {
    left = new LinkedHashSet<>();
    var changed = false;
    if (settings.findings() == FixSettings.Findings.MENDED) {
      changed = edited(remedies(FixObjects.read(files, settings.namespace())));
    }
    for (var fix : Fixes.ids()) {
      if (settings.fixes().contains(fix)) {
        changed |= edited(fixes(fix, FixObjects.read(files, settings.namespace())));
      }
    }
    return changed;
  }

  private List<Edit> remedies(FixObjects objects) {
    var found =
        new Remedies(objects.reader(), settings.namespace())
            .of(objects.view(), objects.trees(), finding -> isWanted(finding, objects));
    var edits = new ArrayList<Edit>();
    for (var remedy : found) {
      var entry = objects.entry(remedy.finding().object());
      entry.ifPresent(e -> edits.add(edit(remedy, e)));
    }
    return edits;
  }

  private static boolean isWanted(Finding finding, FixObjects objects) {
    return objects
        .entry(finding.object())
        .flatMap(entry -> entry.reading().object())
        .filter(object -> Overrides.HONOURED.reason(finding.check(), object.metadata()).isEmpty())
        .isPresent();
  }

  private static Edit edit(Remedy remedy, FixObjects.Entry entry) {
    var text = "%s → %s".formatted(remedy.finding().message(), remedy.to());
    return new Edit(
        entry.place(),
        List.of(remedy.operation()),
        List.of(new About(entry.place(), remedy.finding().field(), text)));
  }

  private List<Edit> fixes(String fix, FixObjects objects) {
    objects.partial().forEach((place, lacking) -> left.add(partial(place, lacking)));
    var edits = new ArrayList<Edit>();
    for (var entry : objects.entries()) {
      var switches = switches(fix, entry.reading().ref(), objects);
      var proposal =
          Fixes.proposal(entry.manifest().tree(), entry.reading(), objects.view(), switches);
      var said = new ArrayList<About>();
      for (var note : proposal.notes()) {
        var about = new About(entry.place(), note.field(), note.message());
        switch (note.effect()) {
          case CHANGED -> said.add(about);
          case LEFT_ALONE -> (isSound(entry) ? left : refused).add(about);
        }
      }
      if (!proposal.operations().isEmpty()) {
        edits.add(new Edit(entry.place(), proposal.operations(), said));
      }
    }
    return edits;
  }

  /// False for an object that the API server would not take, such as a template.
  private static boolean isSound(FixObjects.Entry entry) {
    return entry.reading().malformed().isEmpty();
  }

  private static About partial(DocumentIndex place, String lacking) {
    return new About(
        place,
        FieldPath.ROOT,
        "left alone: it lacks %s, and so is a part of an object, such as a kustomize patch"
            .formatted(lacking));
  }

  private FixSwitches switches(String fix, ObjectRef object, FixObjects objects) {
    var ofNamespace = FixSwitches.of(objects.namespaceSwitches(object.namespace()));
    return settings.http().isPresent()
        ? new FixSwitches(Set.of(fix), settings.http(), Optional.empty())
        : new FixSwitches(Set.of(fix), ofNamespace.http(), ofNamespace.wrong());
  }

  /// Makes the edits that can be made; false where that is none.
  private boolean edited(List<Edit> edits) {
    var twice = FixObjects.read(files, settings.namespace()).twice().values();
    var byFile = new LinkedHashMap<Integer, Map<Integer, Edit>>();
    for (var edit : edits) {
      var obstacle = obstacle(edit.place(), twice);
      if (obstacle.isPresent()) {
        refuse(edit, obstacle.get());
      } else {
        // What else there is to do in the object, the next round does.
        byFile
            .computeIfAbsent(edit.place().file(), _ -> new LinkedHashMap<>())
            .putIfAbsent(edit.place().document(), edit);
      }
    }
    var changed = false;
    for (var ofFile : byFile.entrySet()) {
      changed |= edited(ofFile.getKey(), ofFile.getValue());
    }
    return changed;
  }

  private boolean edited(int file, Map<Integer, Edit> edits) {
    var operations = new LinkedHashMap<Integer, List<PatchOperation>>();
    edits.forEach((document, edit) -> operations.put(document, edit.operations()));
    var editor = files.get(file);
    var edited = editor.edited(operations);
    edits.forEach(
        (document, edit) -> {
          var refusal = edited.refused().get(document);
          if (refusal == null) {
            changes.addAll(edit.said());
          } else {
            refuse(edit, refusal.reason());
          }
        });
    if (edited.text().equals(editor.text())) {
      return false;
    }
    files.set(file, new ManifestEditor(editor.file(), edited.text()));
    return true;
  }

  private void refuse(Edit edit, String reason) {
    for (var about : edit.said()) {
      refused.add(
          new About(
              about.place(), about.field(), "%s: not changed: %s".formatted(about.text(), reason)));
    }
  }

  private Optional<String> obstacle(DocumentIndex place, Collection<List<DocumentIndex>> twice) {
    var file = files.get(place.file());
    return Optional.ofNullable(untouchable.get(place.file()))
        .map("the file "::concat)
        .or(() -> Origin.obstacle(file, place.document()).map("the document "::concat))
        .or(
            () ->
                twice.stream()
                    .filter(places -> places.contains(place))
                    .flatMap(List::stream)
                    .filter(other -> !other.equals(place))
                    .findFirst()
                    .map(this::alsoAt));
  }

  private String alsoAt(DocumentIndex other) {
    var file = files.get(other.file());
    return "the object also stands at %s:%s; give only files that are applied together"
        .formatted(file.file(), file.documents().get(other.document()).position());
  }

  private FixedFiles fixed() {
    var fixed = new ArrayList<FixedFile>();
    for (var i = 0; i < files.size(); i++) {
      fixed.add(new FixedFile(files.get(i).file(), before.get(i), files.get(i).text()));
    }
    var objects = files.stream().flatMap(file -> file.documents().stream());
    var all = new ArrayList<>(unread);
    all.addAll(said(refused));
    return new FixedFiles(
        fixed,
        (int) objects.filter(Manifest.class::isInstance).count(),
        said(changes),
        said(left),
        all);
  }

  private List<Said> said(Collection<About> abouts) {
    var all = new ArrayList<Said>();
    var seen = new HashSet<Said>();
    for (var i = 0; i < files.size(); i++) {
      var file = i;
      abouts.stream()
          .filter(about -> about.place().file() == file)
          .map(this::said)
          .filter(seen::add)
          .sorted(IN_FILE)
          .forEach(all::add);
    }
    return all;
  }

  private Said said(About about) {
    var file = files.get(about.place().file());
    var document = file.documents().get(about.place().document());
    var position =
        document instanceof Manifest manifest
            ? manifest.positions().at(about.field()).position()
            : document.position();
    return new Said(file.file(), position, about.text());
  }
}
