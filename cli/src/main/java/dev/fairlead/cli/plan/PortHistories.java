package dev.fairlead.cli.plan;

import dev.fairlead.cli.plan.ReachFinder.How;
import dev.fairlead.cli.plan.ReachFinder.Past;
import dev.fairlead.policies.checks.Finding;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.model.Workload;
import dev.fairlead.policies.view.NamespaceView;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// Follows every port of every Service through a release.
final class PortHistories {
  private final Map<PortOf, List<Reach>> reaches = new LinkedHashMap<>();
  private int moments;

  PortHistories(ReleaseState begin) {
    follow(begin, _ -> true, How.OTHERWISE, List.of());
  }

  /// @param cuts what the judge says that the step cuts
  /// @param now what is there after it
  void follow(Step step, List<Finding> cuts, ReleaseState now) {
    var how = step.is(Operation.DELETE) ? How.DELETION : How.OTHERWISE;
    var changed = step.sent().object();
    var near = changed instanceof ServiceWiring || changed instanceof Workload;
    follow(now, namespace -> !near || namespace.equals(step.identity().namespace()), how, cuts);
  }

  private void follow(ReleaseState now, Predicate<String> mayChange, How how, List<Finding> cuts) {
    var view = now.running();
    var found = new LinkedHashMap<PortOf, Reach>();
    view.namespaces().stream()
        .filter(namespace -> mayChange.test(namespace.name()))
        .map(NamespaceView::services)
        .flatMap(List::stream)
        .forEach(service -> find(service, new ReachFinder(service, view), how, cuts, found));
    for (var port : found.keySet()) {
      if (!reaches.containsKey(port)) {
        reaches.put(port, earlier(port, found.keySet()));
      }
    }
    reaches.forEach(
        (port, history) ->
            history.add(
                mayChange.test(port.service().namespace())
                    ? found.getOrDefault(port, Reach.ABSENT)
                    : history.getLast()));
    moments++;
  }

  /// Where a port led before it was there: where the port of that number led whose protocol it
  /// takes the place of.
  private List<Reach> earlier(PortOf port, Set<PortOf> now) {
    return reaches.entrySet().stream()
        .filter(entry -> entry.getKey().isOfTheSameNumberAs(port) && !now.contains(entry.getKey()))
        .map(entry -> new ArrayList<>(entry.getValue()))
        .findFirst()
        .orElseGet(() -> new ArrayList<>(Collections.nCopies(moments, Reach.ABSENT)));
  }

  private void find(
      ServiceWiring service,
      ReachFinder finder,
      How how,
      List<Finding> cuts,
      Map<PortOf, Reach> found) {
    var cut = cuts.stream().filter(finding -> finding.object().sameObject(service.ref())).toList();
    PortOf.all(service)
        .forEach(
            port -> {
              var isCut =
                  port.port().isPresent()
                      && cut.stream().anyMatch(f -> f.field().startsWith(port.port().get().path()));
              var past = new Past(before(port.key()), isCut ? How.CUT : how);
              found.put(port.key(), finder.of(port.port(), past));
            });
  }

  private Wiring before(PortOf port) {
    var history = reaches.getOrDefault(port, List.of());
    return history.isEmpty() ? Wiring.ABSENT : history.getLast().wiring();
  }

  List<PortHistory> list() {
    return reaches.entrySet().stream()
        .map(entry -> new PortHistory(entry.getKey(), entry.getValue()))
        .toList();
  }
}
