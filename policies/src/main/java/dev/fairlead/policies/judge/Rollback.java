package dev.fairlead.policies.judge;

import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.model.Workload;
import dev.fairlead.policies.resolve.FindPort;
import dev.fairlead.policies.resolve.SelectorMatch;
import dev.fairlead.policies.resolve.SelectorMatch.Match;
import dev.fairlead.policies.view.ClusterView;

/// Whether a change is one half of a way back to what worked before. Whoever rolls back is in
/// trouble already, and the other half follows.
final class Rollback {
  private Rollback() {}

  /// True where a workload gets a whole template back that it has had, or where nobody can tell
  /// which it has had.
  static boolean is(Workload changed, ClusterView now) {
    var namespace = now.namespace(changed.ref().namespace());
    return namespace.isRollback(changed) || namespace.lacksRevisionsOf(changed);
  }

  /// True where a Service resolves in full against a template that a workload of its namespace has
  /// had.
  static boolean is(ServiceWiring changed, ClusterView now) {
    var namespace = now.namespace(changed.ref().namespace());
    var selector = new SelectorMatch(changed.selector());
    return namespace.workloads().stream()
            .flatMap(namespace::revisionsOf)
            .anyMatch(r -> selector.of(r) == Match.FULL && declaresAll(changed, r))
        || namespace.selectedBy(changed).stream().anyMatch(namespace::lacksRevisionsOf);
  }

  private static boolean declaresAll(ServiceWiring service, Workload template) {
    return service.ports().stream()
        .allMatch(port -> FindPort.declaration(template, port).isPresent());
  }
}
