package dev.fairlead.policies.judge;

import dev.fairlead.policies.fixtures.Fixtures;
import dev.fairlead.policies.fixtures.Header;
import dev.fairlead.policies.fixtures.Manifests;
import dev.fairlead.policies.model.KubernetesObject;
import dev.fairlead.policies.model.NamespaceSwitches;
import dev.fairlead.policies.view.ClusterView;
import dev.fairlead.policies.view.Scope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// One change to a cluster and what is wanted of it at every level: a folder under
/// `src/test/resources/judge`.
///
/// `before.yaml` is what exists, a Namespace with its switches included. `change.yaml` is the one
/// object that is sent; it updates the object of its name, or is created. Where there are several
/// (`change-1.yaml`, `change-2.yaml`) each is a case of its own on top of those before it.
///
/// The header of a change begins with a sentence. After it each line `# want: WHERE: WHAT` is one
/// judgement that is wanted, and all of them together are all that are:
///
/// - WHERE is one or more of `strict`, `guard` and `warn`, each alone or followed by `/pipeline`
///   (sent by a pipeline) or `/dry` (a dry run). A line with `/dry` or `/pipeline` speaks for that
///   alone, and then the lines without do not: for a dry run those with `/dry` speak if there are
///   any, else for a pipeline those with `/pipeline`, else those of the bare level.
/// - WHAT is `OUTCOME ARRIVAL CHECK OBJECT`, such as `deny cut selector-unmatched Service/shop`, or
///   `nothing`.
///
/// Changes are sent at [#NOW], a minute after the window began; what exists is older, unless it has
/// a `creationTimestamp` within that minute.
///
/// `# overrides: ignored` switches reasons to let a finding through off.
record JudgeCase(
    String name, List<KubernetesObject> existing, KubernetesObject after, Header header) {
  private static final String NOTHING = "nothing";

  /// When changes are sent.
  private static final Instant NOW = Instant.parse("2026-01-01T00:01:00Z");

  private static final Instant WINDOW_BEGAN = Instant.parse("2026-01-01T00:00:00Z");

  /// The levels at which a case has to say what it wants.
  static final List<Level> LEVELS = List.of(Level.STRICT, Level.GUARD, Level.WARN);

  static List<JudgeCase> all() {
    var cases = new ArrayList<JudgeCase>();
    Fixtures.folders("judge").forEach((folder, files) -> cases.addAll(of(folder, files)));
    return cases;
  }

  private static List<JudgeCase> of(String folder, Map<String, String> files) {
    var before = Optional.ofNullable(files.get("before.yaml"));
    var existing =
        new ArrayList<>(
            Manifests.objects(
                before.orElseThrow(() -> new AssertionError(folder + " lacks before.yaml"))));
    var cases = new ArrayList<JudgeCase>();
    files.forEach(
        (file, yaml) -> {
          if (!file.equals("before.yaml")) {
            var after = Manifests.object(yaml, KubernetesObject.class);
            cases.add(
                new JudgeCase(folder + "/" + file, List.copyOf(existing), after, Header.of(yaml)));
            existing.removeIf(object -> object.ref().sameObject(after.ref()));
            existing.add(Manifests.sentAt(NOW, after));
          }
        });
    return cases;
  }

  ClusterView view() {
    return Manifests.view(Scope.CLUSTER, existing);
  }

  Change change() {
    return new Change(
        existing.stream().filter(object -> object.ref().sameObject(after.ref())).findFirst(),
        after);
  }

  Circumstances circumstances(Level level, Sender sender, Run run) {
    var checks = new LinkedHashMap<String, CheckLevel>();
    for (var object : existing) {
      if (object instanceof NamespaceSwitches namespace) {
        checks.putAll(CheckLevel.in(namespace.metadata().switches()));
      }
    }
    var overrides =
        header.values("overrides").contains("ignored") ? Overrides.IGNORED : Overrides.HONOURED;
    return new Circumstances(level, checks, overrides, sender, run, WINDOW_BEGAN);
  }

  /// The judgements wanted there, as [#described] words them.
  List<String> wants(Level level, Sender sender, Run run) {
    var wants = new LinkedHashMap<String, List<String>>();
    for (var want : header.values("want")) {
      var where = want.substring(0, want.indexOf(": "));
      for (var one : where.split(" ", -1)) {
        wants.computeIfAbsent(one, _ -> new ArrayList<>()).add(want.substring(where.length() + 2));
      }
    }
    var speaking = new ArrayList<String>();
    if (run == Run.DRY) {
      speaking.add(level.label() + "/dry");
    }
    if (sender == Sender.PIPELINE) {
      speaking.add(level.label() + "/pipeline");
    }
    speaking.add(level.label());
    return speaking.stream()
        .filter(wants::containsKey)
        .findFirst()
        .map(where -> wants.getOrDefault(where, List.of()))
        .orElseThrow(() -> new AssertionError(name + " wants nothing of " + level.label()))
        .stream()
        .filter(want -> !want.equals(NOTHING))
        .toList();
  }

  /// Every WHERE that the header speaks of.
  List<String> places() {
    return header.values("want").stream()
        .flatMap(want -> Arrays.stream(want.substring(0, want.indexOf(": ")).split(" ", -1)))
        .toList();
  }

  static String described(Judgement judgement) {
    return "%s %s %s %s"
        .formatted(
            word(judgement.outcome()),
            word(judgement.arrival()),
            judgement.finding().check().id(),
            judgement.finding().object());
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public String toString() {
    return name;
  }
}
