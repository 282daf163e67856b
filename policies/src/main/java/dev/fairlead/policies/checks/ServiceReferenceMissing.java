package dev.fairlead.policies.checks;

import dev.fairlead.policies.model.ServiceReference;
import dev.fairlead.policies.model.Workload;
import dev.fairlead.policies.view.ClusterView;
import dev.fairlead.policies.view.Pointer;
import dev.fairlead.policies.view.Scope;
import java.util.Optional;
import java.util.stream.Stream;

/// A Service that a workload names must exist where the name points.
///
/// Fields: `spec.template.spec.containers[*].env[*].value`, `command` and `args`, of init
/// containers too, and the ConfigMaps that `env` and `envFrom` name, where those are in view.
/// Allowed: hosts outside the cluster, `localhost`, the API server, aliases of the Pod's own. An
/// info only, when the Service may live elsewhere: files that are not said to be complete and hold
/// no Service of nearly that name, or a kind or a document that may make Services. Silent about
/// what may be something else than a Service, about bare names of Services of other namespaces
/// (`cross-namespace-short-name` speaks of those), and for Pods that do not ask the cluster's DNS.
final class ServiceReferenceMissing implements Check.OfWorkload {
  @Override
  public String id() {
    return "service-reference-missing";
  }

  @Override
  public CheckKind kind() {
    return CheckKind.ADVICE;
  }

  @Override
  public Stream<Finding> findings(Workload workload, ClusterView view) {
    var references = workload.resolvedReferences();
    var missing =
        references.stream().flatMap(reference -> finding(workload, reference, view).stream());
    return references.size() < Workload.MOST_REFERENCES
        ? missing
        : Stream.concat(Stream.of(tooMany(workload)), missing);
  }

  /// Said of a workload whose further references nobody has read.
  private Finding tooMany(Workload workload) {
    var problem =
        new Problem.Invalid(
            Workload.MOST_REFERENCES + " references to Services",
            "must be fewer for all to be looked up",
            Problem.Seen.saying("", Optional.empty()));
    return new Finding(
        this,
        Certainty.LIKELY,
        workload.ref(),
        workload.template().field("spec").field("containers"),
        problem);
  }

  private Optional<Finding> finding(
      Workload workload, ServiceReference reference, ClusterView view) {
    return Pointer.of(reference, workload, view) instanceof Pointer.Nowhere(var name, var namespace)
        ? Optional.of(finding(workload, reference, name, namespace, view))
        : Optional.empty();
  }

  private Finding finding(
      Workload workload,
      ServiceReference reference,
      String name,
      String namespace,
      ClusterView view) {
    var services = ServiceNames.of(view.namespace(namespace));
    var near = services.near(name);
    var rule = "%s name a Service of namespace \"%s\"".formatted(reference.must(), namespace);
    var problem = new Problem.NotFound(reference.text(), rule, services.seen(near));
    var finding =
        new Finding(this, Certainty.LIKELY, workload.ref(), reference.field(), problem)
            .of(reference.container())
            .relatedTo(reference.configMap().stream().toList());
    var allIsKnown = view.scope() != Scope.FILES && view.knowledgeOf(namespace).isComplete();
    return allIsKnown || near.isPresent() ? finding : finding.asInfo();
  }
}
