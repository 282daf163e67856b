package dev.fairlead.cli.plan;

import dev.fairlead.policies.model.FieldPath;
import dev.fairlead.policies.model.Workload;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Changes the labels of a workload and the selector of its Service, so that the Service selects
/// the Pods all the time.
final class LabelPhases {
  private static final FieldPath SELECTOR = FieldPath.of("spec", "selector");

  /// A label that says what something is, to be added where old and new labels share none.
  private static final String BRIDGE = "app.kubernetes.io/name";

  private final Pair before;
  private final Pair after;
  private final SideReader reader;

  LabelPhases(Pair before, Pair after, SideReader reader) {
    this.before = before;
    this.after = after;
    this.reader = reader;
  }

  /// Ways to be tried, the shortest first.
  Stream<List<Phase>> candidates() {
    return Stream.of(besideEachOther(), byWhatStays(), byOneMore()).flatMap(Optional::stream);
  }

  private Optional<List<Phase>> besideEachOther() {
    var old = before.wiring().selector();
    var carried = after.template().labels();
    if (old.entrySet().stream().anyMatch(pair -> differs(pair, carried))) {
      return Optional.empty();
    }
    var both = new TreeMap<>(carried);
    both.putAll(old);
    return all(
        List.of(
            labelled(after.workload(), both, "let the Pods of %s carry the old labels and the new"),
            service("switch the selector of %s"),
            workload("take the old labels away from %s")));
  }

  private static boolean differs(Map.Entry<String, String> pair, Map<String, String> labels) {
    var other = labels.get(pair.getKey());
    return other != null && !other.equals(pair.getValue());
  }

  private Optional<List<Phase>> byWhatStays() {
    var kept = new TreeMap<>(before.template().labels());
    kept.entrySet().retainAll(after.template().labels().entrySet());
    return kept.isEmpty()
        ? Optional.empty()
        : all(
            List.of(
                selecting(kept, "let %s select by the labels that its Pods keep"),
                workload("change the labels of %s"),
                service("let %s select by the new labels")));
  }

  private Optional<List<Phase>> byOneMore() {
    var keys = new HashSet<>(before.template().labels().keySet());
    keys.addAll(after.template().labels().keySet());
    if (keys.contains(BRIDGE)) {
      return Optional.empty();
    }
    var bridge = Map.of(BRIDGE, before.workload().ref().name());
    return all(
        List.of(
            labelled(
                before.workload(),
                joined(before.template(), bridge),
                "give the Pods of %s one label more, which stays"),
            selecting(bridge, "let %s select by that label"),
            labelled(
                after.workload(),
                joined(after.template(), bridge),
                "change the other labels of %s"),
            service("let %s select by the new labels")));
  }

  private static Map<String, String> joined(Workload workload, Map<String, String> more) {
    var labels = new TreeMap<>(workload.labels());
    labels.putAll(more);
    return labels;
  }

  private static Optional<List<Phase>> all(List<Optional<Phase>> phases) {
    var made = phases.stream().flatMap(Optional::stream).toList();
    return made.size() == phases.size() ? Optional.of(made) : Optional.empty();
  }

  private Optional<Phase> labelled(
      PlannedObject workload, Map<String, String> labels, String text) {
    var path = labels(workload);
    return reader
        .planned(Trees.with(workload.tree(), path, labels))
        .map(object -> phase(text, object, path, labels));
  }

  private static FieldPath labels(PlannedObject workload) {
    return ((Workload) workload.object()).template().field("metadata").field("labels");
  }

  private Optional<Phase> selecting(Map<String, String> labels, String text) {
    return reader
        .planned(Trees.with(before.service().tree(), SELECTOR, labels))
        .map(object -> phase(text, object, SELECTOR, labels));
  }

  private Optional<Phase> service(String text) {
    return Optional.of(
        phase(text, after.service(), SELECTOR, new TreeMap<>(after.wiring().selector())));
  }

  private Optional<Phase> workload(String text) {
    return Optional.of(
        phase(
            text,
            after.workload(),
            labels(after.workload()),
            new TreeMap<>(after.template().labels())));
  }

  private static Phase phase(String text, PlannedObject object, FieldPath path, Object value) {
    return new Phase(text.formatted(object.ref()), object, Trees.fragment(object, path, value));
  }
}
