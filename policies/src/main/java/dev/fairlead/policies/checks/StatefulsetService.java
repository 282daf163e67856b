package dev.fairlead.policies.checks;

import dev.fairlead.policies.model.FieldPath;
import dev.fairlead.policies.model.ObjectRef;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.model.ServiceWiring.Exposure;
import dev.fairlead.policies.model.Workload;
import dev.fairlead.policies.resolve.SelectorMatch;
import dev.fairlead.policies.resolve.SelectorMatch.Match;
import dev.fairlead.policies.view.ClusterView;
import dev.fairlead.policies.view.Scope;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The Service that a StatefulSet names must be there, be headless and select its Pods, or the Pods
/// get no names of their own in DNS.
///
/// Fields: `spec.serviceName`. Allowed: none at all; a headless Service without a selector, whose
/// endpoints somebody makes by hand. Silent about a missing Service in files that hold no Service
/// of that namespace, nor one of that name elsewhere, and beside a kind that may make Pods, which
/// may make Services as well.
final class StatefulsetService implements Check.OfWorkload {
  private static final FieldPath SERVICE_NAME = FieldPath.of("spec", "serviceName");

  @Override
  public String id() {
    return "statefulset-service";
  }

  @Override
  public CheckKind kind() {
    return CheckKind.ADVICE;
  }

  @Override
  public Stream<Finding> findings(Workload workload, ClusterView view) {
    return workload.serviceName().flatMap(name -> finding(workload, name, view)).stream();
  }

  private Optional<Finding> finding(Workload workload, String name, ClusterView view) {
    var service = view.namespace(workload.ref().namespace()).service(name);
    return service.isPresent() ? unfit(workload, service.get()) : missing(workload, name, view);
  }

  private Optional<Finding> missing(Workload workload, String name, ClusterView view) {
    var namespace = workload.ref().namespace();
    var elsewhere = view.servicesNamed(name);
    var here = view.namespace(namespace);
    if (!view.knowledgeOf(namespace).isComplete()
        || (view.scope() == Scope.FILES && here.services().isEmpty() && elsewhere.isEmpty())) {
      return Optional.empty();
    }
    var names = ServiceNames.of(here);
    var rule = "must name a headless Service of namespace \"%s\"".formatted(namespace);
    var seen =
        elsewhere.isEmpty()
            ? names.seen(names.near(name))
            : Problem.Seen.saying(
                ", but the only one is in namespace \"%s\""
                    .formatted(elsewhere.getFirst().ref().namespace()),
                Optional.empty());
    var related = elsewhere.stream().map(ServiceWiring::ref).toList();
    return Optional.of(
        new Finding(
                this,
                Certainty.LIKELY,
                workload.ref(),
                SERVICE_NAME,
                new Problem.NotFound(name, rule, seen))
            .relatedTo(related));
  }

  private Optional<Finding> unfit(Workload workload, ServiceWiring service) {
    if (service.exposure() != Exposure.HEADLESS) {
      return Optional.of(
          invalid(workload, service.ref(), "must name a headless Service", "has a virtual IP"));
    }
    var selector = new SelectorMatch(service.selector());
    return service.selects() && !selector.cannotTell() && selector.of(workload) == Match.NONE
        ? Optional.of(
            invalid(
                workload,
                service.ref(),
                "must name a Service that selects the Pods of this StatefulSet",
                "selects \"%s\"".formatted(Text.pairs(service.selector()))))
        : Optional.empty();
  }

  private Finding invalid(Workload workload, ObjectRef service, String rule, String seen) {
    var text = ", but %s %s".formatted(service, seen);
    return new Finding(
            this,
            Certainty.LIKELY,
            workload.ref(),
            SERVICE_NAME,
            new Problem.Invalid(
                Text.quoted(service.name()), rule, Problem.Seen.saying(text, Optional.empty())))
        .relatedTo(List.of(service));
  }
}
