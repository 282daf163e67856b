package dev.fairlead.cli.check;

import dev.fairlead.cli.check.Located.Other;
import dev.fairlead.cli.manifests.ManifestDocument.Manifest;
import dev.fairlead.cli.manifests.ManifestDocument.Unreadable;
import dev.fairlead.cli.manifests.ManifestSource.Failure;
import dev.fairlead.policies.checks.Check;
import dev.fairlead.policies.checks.Checks;
import dev.fairlead.policies.checks.Finding;
import dev.fairlead.policies.judge.CheckLevel;
import dev.fairlead.policies.judge.Comparison;
import dev.fairlead.policies.judge.Level;
import dev.fairlead.policies.judge.Overrides;
import dev.fairlead.policies.judge.Switches;
import dev.fairlead.policies.model.FieldPath;
import dev.fairlead.policies.model.KubernetesObject;
import dev.fairlead.policies.model.Malformed;
import dev.fairlead.policies.model.Malformed.Gravity;
import dev.fairlead.policies.model.Metadata.Trait;
import dev.fairlead.policies.model.NamespaceSwitches;
import dev.fairlead.policies.model.ObjectRef;
import dev.fairlead.policies.model.Reading;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.model.Workload;
import dev.fairlead.policies.view.ClusterView;
import dev.fairlead.webhook.cluster.ClusterReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The objects of one bundle, and where each of them stands.
final class BundleObjects {
  /// How many objects that stand in two places are named: more would be a page of them.
  private static final int MOST_TWICE = 5;

  private static final ObjectRef UNKNOWN = new ObjectRef("", "", "", "");
  private static final FieldPath NAME = FieldPath.of("metadata", "name");
  private static final FieldPath NAMESPACE = FieldPath.of("metadata", "namespace");
  private static final FieldPath LABELS = FieldPath.of("metadata", "labels");
  private static final FieldPath ANNOTATIONS = FieldPath.of("metadata", "annotations");

  private final CheckSettings settings;
  private final ClusterView.Builder view;
  private final IdentityHashMap<KubernetesObject, Source> sources = new IdentityHashMap<>();
  private final Map<ObjectRef, KubernetesObject> objects = new HashMap<>();

  /// What each Namespace says by its labels and annotations.
  private final Map<String, Map<String, String>> switches = new HashMap<>();

  private final List<Located> findings = new ArrayList<>();
  private final List<Judged> judged = new ArrayList<>();
  private final List<Allowed> allowed = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  /// Which objects stand in two places, and where.
  private final List<String> twice = new ArrayList<>();

  private final Set<AllowComments> comments = new LinkedHashSet<>();
  private int documents;

  BundleObjects(CheckSettings settings) {
    this.settings = settings;
    this.view = ClusterView.builder(settings.scope());
  }

  /// @param reading what is in the object
  /// @param text of the whole file
  void add(Manifest manifest, Reading reading, SourceText text) {
    comments.add(text.comments());
    documents++;
    add(new Source.InFile(manifest, text), reading);
  }

  /// What a cluster holds, which is all there is to judge.
  void addAlone(ClusterReader.Contents cluster) {
    documents++;
    add(cluster);
  }

  /// What a cluster holds. What is added later takes the place of what has its name.
  void add(ClusterReader.Contents cluster) {
    for (var live : cluster.objects()) {
      var object = live.object();
      note(object);
      sources.put(object, new Source.InCluster(object.ref()));
      objects.put(object.ref(), object);
    }
    for (var gap : cluster.gaps()) {
      view.missing(gap);
      notes.add("of the cluster, %s: what may depend on it is no error".formatted(gap));
    }
  }

  /// @param text of the whole file
  void add(Unreadable document, SourceText text) {
    comments.add(text.comments());
    var at = document.position();
    var place = Place.of(document.file(), at, at.column(), text.lines());
    var object = new ObjectRef("", "", document.namespace().orElse(""), "");
    findings.add(Located.unreadable(object, "", document.reason(), place));
    missing(document.namespace(), place);
  }

  void addUnreadable(Failure failure) {
    var place = Place.ofFile(failure.file());
    findings.add(Located.unreadable(UNKNOWN, "", "the file " + failure.reason(), place));
    missing(Optional.empty(), place);
  }

  private void missing(Optional<String> namespace, Place place) {
    var what = "an unreadable document at " + place;
    namespace.ifPresentOrElse(name -> view.missing(name, what), () -> view.missing(what));
  }

  private void add(Source source, Reading reading) {
    if (!reading.malformed().isEmpty()) {
      findings.add(malformed(reading.ref(), reading.malformed(), source));
    }
    if (reading.object().isEmpty()) {
      var known = reading.malformed().stream().noneMatch(m -> NAMESPACE.startsWith(m.field()));
      missing(
          Optional.of(reading.ref().namespace()).filter(_ -> known), source.place(FieldPath.ROOT));
      return;
    }
    var object = reading.object().get();
    note(object);
    var other = objects.put(object.ref(), object);
    var standing = sources.get(other);
    if (standing instanceof Source.InCluster) {
      sources.remove(other);
    }
    if (standing instanceof Source.InFile earlier && !object.metadata().is(Trait.NAME_GENERATED)) {
      twice.add(
          "%s of namespace %s stands in %s and in %s"
              .formatted(
                  object.ref(), object.ref().namespace(), earlier.place(NAME), source.place(NAME)));
    }
    sources.put(object, source);
    noteWrongSwitches(object, source);
  }

  private void note(KubernetesObject object) {
    view.add(object);
    if (object instanceof NamespaceSwitches namespace) {
      switches.put(namespace.ref().name(), namespace.metadata().switches());
    }
  }

  /// One finding a document: that it does not decode weighs more than a rule it breaks.
  private static Located malformed(ObjectRef object, List<Malformed> all, Source source) {
    var worst =
        all.stream()
            .filter(m -> m.gravity() == Gravity.UNDECODABLE)
            .findFirst()
            .orElse(all.getFirst());
    var more = all.size() > 1 ? " (and %d more)".formatted(all.size() - 1) : "";
    return Located.unreadable(
        object,
        worst.field().toString(),
        "%s %s%s".formatted(object, worst, more),
        source.place(worst.field()));
  }

  private void noteWrongSwitches(KubernetesObject object, Source source) {
    var wrong =
        object instanceof NamespaceSwitches
            ? Switches.wrongOnNamespace(object.metadata())
            : Switches.wrongOnObject(object.metadata());
    for (var one : wrong) {
      var parent = one.key().equals(Level.LABEL) ? LABELS : ANNOTATIONS;
      notes.add(source.place(parent.key(one.key())) + ": " + one.message());
    }
  }

  /// @param absent what could not be looked at, a line each
  Seen seen(List<String> absent) {
    var problems =
        Stream.of(
                absent.stream(),
                findings.stream().map(unread -> unread.place() + ": " + unread.text()),
                notes.stream())
            .flatMap(lines -> lines)
            .toList();
    return new Seen(view.build(), problems, documents > 0);
  }

  EarlierBundle asEarlier() {
    return EarlierBundle.of(view.build(), findings);
  }

  /// @param earlier whose findings stand and are not reported again
  Report report(Optional<EarlierBundle> earlier) {
    var built = view.build();
    earlier.ifPresent(this::leaveOutStanding);
    var comparison = earlier.map(was -> new Comparison(was.view(), built));
    for (var namespace : built.namespaces()) {
      if (level(namespace.name()) == Level.OFF) {
        notes.add(
            "namespace %s: its level is off, so nothing in it is judged"
                .formatted(namespace.name()));
        continue;
      }
      for (var service : namespace.services()) {
        comparison.ifPresentOrElse(
            before -> judge(service, before), () -> judge(service, Checks.of(service, built)));
      }
      for (var workload : namespace.workloads()) {
        comparison.ifPresentOrElse(
            before -> judge(workload, before), () -> judge(workload, Checks.of(workload, built)));
      }
    }
    comments.forEach(each -> notes.addAll(each.notes(settings.checks())));
    noteTwice();
    var summary =
        Summary.of(
            count(KubernetesObject.class),
            count(ServiceWiring.class),
            count(Workload.class),
            findings);
    return new Report(findings, summary, judged, allowed, documents, notes);
  }

  /// Alternatives to each other must not be taken for one application.
  private void noteTwice() {
    twice.stream()
        .limit(MOST_TWICE)
        .map("%s: only the latter counts; judge alternatives with --each"::formatted)
        .forEach(notes::add);
    if (twice.size() > MOST_TWICE) {
      notes.add("%d more objects stand in two places".formatted(twice.size() - MOST_TWICE));
    }
  }

  /// What could not be read before either.
  private void leaveOutStanding(EarlierBundle earlier) {
    var standing = findings.stream().filter(earlier::lacked).toList();
    findings.removeAll(standing);
    standing.forEach(finding -> allowed.add(standing(finding)));
  }

  private static Allowed standing(Located finding) {
    return new Allowed(finding, "it was there before", Allowed.By.STANDING);
  }

  private int count(Class<?> type) {
    return (int)
        sources.entrySet().stream()
            .filter(entry -> type.isInstance(entry.getKey()))
            .filter(
                entry -> !(entry.getValue() instanceof Source.InCluster) || !isCopy(entry.getKey()))
            .count();
  }

  /// Pods, and what controllers make of a workload.
  private static boolean isCopy(KubernetesObject object) {
    return object instanceof Workload workload && workload.ownedCopy();
  }

  private void judge(KubernetesObject object, Stream<Finding> found) {
    var source = noted(object);
    found
        .filter(this::counts)
        .forEach(
            finding ->
                tell(
                    Located.of(
                        finding, others(finding), place(finding, source), own(finding, source)),
                    reason(finding, object, source)));
  }

  /// Judges what has come since.
  private void judge(KubernetesObject object, Comparison before) {
    var source = noted(object);
    before
        .findings(object)
        .filter(compared -> counts(compared.finding()))
        .forEach(
            compared -> {
              var finding = compared.finding();
              tell(
                  Located.of(
                      compared, others(finding), place(finding, source), own(finding, source)),
                  reason(finding, object, source));
            });
  }

  private boolean counts(Finding finding) {
    var id = finding.check().id();
    return settings.checks().contains(id)
        && CheckLevel.in(switches(finding.object().namespace())).get(id) != CheckLevel.OFF;
  }

  private Map<String, String> switches(String namespace) {
    return switches.getOrDefault(namespace, Map.of());
  }

  private Level level(String namespace) {
    return settings.levels().of(namespace, switches(namespace));
  }

  /// True where a finding may be a warning at most.
  private boolean onlyWarns(Located finding) {
    var namespace = finding.object().namespace();
    var own = CheckLevel.in(switches(namespace)).get(finding.check());
    return settings.onlyWarning().contains(finding.check())
        || own == CheckLevel.WARN
        || (level(namespace) == Level.WARN && own != CheckLevel.DENY);
  }

  /// Notes that an object was judged, and by which checks.
  private Source noted(KubernetesObject object) {
    var source = Objects.requireNonNull(sources.get(object));
    var checks =
        Checks.about(object).stream().map(Check::id).filter(settings.checks()::contains).toList();
    judged.add(source.judged(object.ref(), checks));
    return source;
  }

  /// Why a finding is allowed.
  private record Reason(String text, Allowed.By by) {}

  private static Optional<Reason> reason(Finding finding, KubernetesObject object, Source source) {
    return Overrides.HONOURED
        .reason(finding.check(), object.metadata())
        .map(text -> new Reason(text, Allowed.By.ANNOTATION))
        .or(
            () ->
                source.reasonInComment(finding).map(text -> new Reason(text, Allowed.By.COMMENT)));
  }

  private void tell(Located found, Optional<Reason> reason) {
    var finding = onlyWarns(found) ? found.asWarning() : found;
    reason
        .map(why -> new Allowed(finding, why.text(), why.by()))
        .or(() -> finding.isStanding() ? Optional.of(standing(finding)) : Optional.empty())
        .ifPresentOrElse(allowed::add, () -> findings.add(finding));
  }

  private List<Other> others(Finding finding) {
    return finding.related().stream()
        .map(
            ref ->
                new Other(ref, Optional.ofNullable(objects.get(ref)).map(o -> place(finding, o))))
        .toList();
  }

  private static Place place(Finding finding, Source source) {
    return source.place(finding.field());
  }

  private static Place own(Finding finding, Source source) {
    return source.place(Sides.own(finding));
  }

  private Place place(Finding finding, KubernetesObject other) {
    return Objects.requireNonNull(sources.get(other)).place(Sides.other(finding, other));
  }
}
