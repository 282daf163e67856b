package dev.fairlead.policies.checks;

import dev.fairlead.policies.model.Metadata.Trait;
import dev.fairlead.policies.model.ServiceReference;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.model.Workload;
import dev.fairlead.policies.view.ClusterView;
import dev.fairlead.policies.view.Pointer;
import dev.fairlead.policies.view.Scope;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A workload must call a Service of another namespace by its full name: a bare one is looked up in
/// the workload's own namespace.
///
/// Fields: `spec.template.spec.containers[*].env[*].value`, `command` and `args`, of init
/// containers too, and the ConfigMaps that `env` and `envFrom` name, where those are in view.
/// Allowed: `name.namespace` and longer. An info only, in files in which the workload's namespace
/// is not written and comes from the client. Silent where the own namespace has such a Service, and
/// for Pods that do not ask the cluster's DNS.
final class CrossNamespaceShortName implements Check.OfWorkload {
  @Override
  public String id() {
    return "cross-namespace-short-name";
  }

  @Override
  public CheckKind kind() {
    return CheckKind.ADVICE;
  }

  @Override
  public Stream<Finding> findings(Workload workload, ClusterView view) {
    return workload.resolvedReferences().stream()
        .flatMap(reference -> finding(workload, reference, view).stream());
  }

  private Optional<Finding> finding(
      Workload workload, ServiceReference reference, ClusterView view) {
    if (!(Pointer.of(reference, workload, view)
        instanceof Pointer.OnlyElsewhere(_, var services))) {
      return Optional.empty();
    }
    var finding = finding(workload, reference, services);
    var placed = view.scope() == Scope.CLUSTER || workload.metadata().is(Trait.NAMESPACE_WRITTEN);
    return Optional.of(placed ? finding : finding.asInfo());
  }

  private Finding finding(
      Workload workload, ServiceReference reference, List<ServiceWiring> services) {
    var there = services.getFirst().ref();
    var fullName = "%s.%s.svc.cluster.local".formatted(there.name(), there.namespace());
    var rule =
        "%s say \"%s\""
            .formatted(
                reference.must(), fullName + reference.text().substring(reference.host().length()));
    var text = ", as namespace \"%s\" has no such Service".formatted(workload.ref().namespace());
    return new Finding(
            this,
            Certainty.LIKELY,
            workload.ref(),
            reference.field(),
            new Problem.NotFound(
                reference.text(), rule, Problem.Seen.saying(text, Optional.empty())))
        .of(reference.container())
        .relatedTo(
            Stream.concat(services.stream().map(ServiceWiring::ref), reference.configMap().stream())
                .toList());
  }
}
