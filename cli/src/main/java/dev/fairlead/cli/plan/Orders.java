package dev.fairlead.cli.plan;

import dev.fairlead.cli.clients.Client;
import dev.fairlead.policies.model.FieldPath;
import dev.fairlead.policies.model.ObjectRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Other orders of the steps of a release.
final class Orders {
  private final List<Step> sends;
  private final List<Step> prunes;
  private final List<Step> steps;
  private final Walk walk;
  private final Client client;

  Orders(List<Step> steps, Walk walk, Client client) {
    this.steps = steps;
    this.walk = walk;
    this.client = client;
    this.sends = steps.stream().filter(step -> !step.is(Operation.DELETE)).toList();
    this.prunes = steps.stream().filter(step -> step.is(Operation.DELETE)).toList();
  }

  /// The first order in which a Service keeps its wiring.
  Optional<Alternative> of(ObjectRef service) {
    var own = sends.stream().filter(step -> isOf(step, service)).toList();
    var others = sends.stream().filter(step -> !isOf(step, service)).toList();
    if (keeps(service, sends, prunes)) {
      return Optional.of(deletingLast());
    }
    if (own.isEmpty()) {
      return Optional.empty();
    }
    if (keeps(service, others, concat(own, prunes))) {
      return Optional.of(last(own.getFirst(), others));
    }
    return keeps(service, own, concat(others, prunes))
        ? Optional.of(first(own.getFirst(), others))
        : Optional.empty();
  }

  private static boolean isOf(Step step, ObjectRef service) {
    return step.identity().equals(Identity.of(service));
  }

  private static List<Step> concat(List<Step> some, List<Step> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }

  /// True where nothing is lost when one part is sent after the other.
  private boolean keeps(ObjectRef service, List<Step> one, List<Step> other) {
    var order = new ArrayList<Step>();
    one.forEach(step -> order.add(step.inStage(0)));
    other.forEach(step -> order.add(step.inStage(1)));
    return !order.stream().map(Step::identity).toList().equals(identities(steps))
        && Alternatives.isBetter(Walk.of(walk.begin(), order, client), walk, service);
  }

  private static List<Identity> identities(List<Step> steps) {
    return steps.stream().map(Step::identity).toList();
  }

  private Alternative deletingLast() {
    return new Alternative(
        Alternative.Kind.ORDER,
        "delete after everything else is sent",
        client == Client.ARGOCD
            ? List.of(Alternative.Part.of("set the sync option PruneLast=true"))
            : List.of(Alternative.Part.of(told(sends)), Alternative.Part.of(told(prunes))));
  }

  private Alternative last(Step own, List<Step> others) {
    var service = own.sent();
    return switch (client) {
      case KUBECTL, KUBECTL_K ->
          new Alternative(
              Alternative.Kind.ORDER,
              "send %s last".formatted(service.ref()),
              List.of(Alternative.Part.of(told(others)), Alternative.Part.of(own.title())));
      case ARGOCD ->
          new Alternative(
              Alternative.Kind.ORDER,
              "send %s in a wave of its own, after the others".formatted(service.ref()),
              waved(service, others));
      case HELM, FLUX ->
          new Alternative(
              Alternative.Kind.ORDER,
              "make two releases of it, since %s sends by kind".formatted(client),
              List.of(
                  Alternative.Part.of(
                      "all but the change of %s%s"
                          .formatted(
                              service.ref(), prunes.isEmpty() ? "" : "; delete nothing yet")),
                  Alternative.Part.of(told(concat(List.of(own), prunes)))));
    };
  }

  private List<Alternative.Part> waved(PlannedObject service, List<Step> others) {
    var wave = others.stream().mapToInt(SendOrder::wave).max().orElse(0) + 1;
    var annotate =
        new Alternative.Part(
            "annotate %s".formatted(service.ref()),
            Trees.fragment(
                service,
                FieldPath.of("metadata", "annotations").key("argocd.argoproj.io/sync-wave"),
                String.valueOf(wave)));
    return prunes.isEmpty()
        ? List.of(annotate)
        : List.of(annotate, Alternative.Part.of("set the sync option PruneLast=true"));
  }

  private Alternative first(Step own, List<Step> others) {
    return new Alternative(
        Alternative.Kind.ORDER,
        "send %s first".formatted(own.sent().ref()),
        List.of(
            Alternative.Part.of(own.title()), Alternative.Part.of(told(concat(others, prunes)))));
  }

  private static String told(List<Step> steps) {
    return steps.stream().map(Step::title).collect(Collectors.joining(", then "));
  }
}
