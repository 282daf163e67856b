package dev.fairlead.policies.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Why one Pod is not ready, as its status tells.
///
/// @param reason one line, beginning with a verb: `waits in CrashLoopBackOff`
public record PodTrouble(String pod, String reason) {
  /// What every container goes through on its way, and what says nothing.
  private static final Set<String> ON_ITS_WAY = Set.of("", "ContainerCreating", "PodInitializing");

  /// The longest that another program's words may be.
  private static final int LONGEST_QUOTE = 50;

  /// Reads a Pod; empty where it is ready, done, or being deleted.
  public static Optional<PodTrouble> of(Map<String, ?> pod) {
    var root = new Fields(pod, FieldPath.ROOT, new ArrayList<>());
    var metadata = root.object("metadata");
    var status = root.object("status");
    var phase = status.text("phase").orElse("");
    if (metadata.has("deletionTimestamp") || phase.equals("Succeeded") || is(status, "Ready")) {
      return Optional.empty();
    }
    return Optional.of(new PodTrouble(metadata.text("name").orElse(""), reason(root, phase)));
  }

  private static boolean is(Fields status, String condition) {
    return condition(status, condition)
        .flatMap(found -> found.text("status"))
        .filter("True"::equals)
        .isPresent();
  }

  private static Optional<Fields> condition(Fields status, String type) {
    return status.objects("conditions").stream()
        .filter(condition -> condition.text("type").orElse("").equals(type))
        .findFirst();
  }

  private static String reason(Fields root, String phase) {
    var status = root.object("status");
    if (phase.equals("Failed")) {
      return "has failed" + status.text("reason").map(reason -> ": " + reason).orElse("");
    }
    var scheduled = condition(status, "PodScheduled");
    if (scheduled.flatMap(c -> c.text("status")).filter("False"::equals).isPresent()) {
      return "is not scheduled"
          + scheduled.flatMap(c -> c.text("message")).map(PodTrouble::quote).orElse("");
    }
    return waiting(status.objects("initContainerStatuses"))
        .or(() -> waiting(status.objects("containerStatuses")))
        .or(() -> unready(root, status.objects("containerStatuses")))
        .orElseGet(
            () ->
                is(status, "ContainersReady")
                    ? "waits for a readiness gate"
                    : "is " + (phase.isEmpty() ? "Pending" : phase));
  }

  private static Optional<String> waiting(List<Fields> containers) {
    for (var container : containers) {
      var reason = container.object("state").object("waiting").text("reason").orElse("");
      if (!ON_ITS_WAY.contains(reason)) {
        var code = container.object("lastState").object("terminated").number("exitCode");
        var exit = code.isPresent() ? " after exit code " + code.getAsInt() : "";
        return Optional.of(
            "waits in %s%s (container \"%s\")".formatted(reason, exit, name(container)));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> unready(Fields root, List<Fields> containers) {
    return containers.stream()
        .filter(c -> c.object("state").has("running") && !c.isTrue("ready"))
        .findFirst()
        .map(
            container -> {
              var probe =
                  container.isTrue("started") || !probes(root, name(container), "startupProbe")
                      ? "readiness"
                      : "startup";
              return "does not pass its %s probe (container \"%s\")"
                  .formatted(probe, name(container));
            });
  }

  private static boolean probes(Fields root, String container, String probe) {
    return root.object("spec").objects("containers").stream()
        .anyMatch(c -> name(c).equals(container) && c.has(probe));
  }

  private static String name(Fields container) {
    return container.text("name").orElse("");
  }

  private static String quote(String text) {
    var line = text.lines().findFirst().orElse("");
    return ": " + PlainText.line(line, LONGEST_QUOTE + 1);
  }

  /// `Pod/web-1 waits in CrashLoopBackOff`
  @Override
  public String toString() {
    return "Pod/%s %s".formatted(pod, reason);
  }
}
