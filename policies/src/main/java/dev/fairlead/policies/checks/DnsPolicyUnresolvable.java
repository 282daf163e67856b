package dev.fairlead.policies.checks;

import dev.fairlead.policies.model.ServiceReference;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.model.Workload;
import dev.fairlead.policies.view.ClusterView;
import dev.fairlead.policies.view.Pointer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A workload that names Services must ask the cluster's DNS, which alone knows them.
///
/// Fields: `spec.template.spec.dnsPolicy`, with `hostNetwork` and `dnsConfig`. Allowed:
/// `ClusterFirst`, the default, except in the host's network, where it must be
/// `ClusterFirstWithHostNet`; `None` with a server whose address is private, since it may be the
/// cluster's. Silent where `dnsConfig` has search domains, since names may be looked up there, and
/// for a workload that names no Service that exists. There is one finding for a workload.
final class DnsPolicyUnresolvable implements Check.OfWorkload {
  /// A host that leads nowhere, with the Service that it was to lead to.
  private record Named(ServiceReference reference, ServiceWiring service) {}

  @Override
  public String id() {
    return "dns-policy-unresolvable";
  }

  @Override
  public CheckKind kind() {
    return CheckKind.ADVICE;
  }

  @Override
  public Stream<Finding> findings(Workload workload, ClusterView view) {
    return switch (workload.resolution()) {
      case CLUSTER, UNKNOWN -> Stream.empty();
      case NODE ->
          finding(workload, view, "Default", "must be ClusterFirst where Pods name Services");
      case NODE_BY_HOST_NETWORK ->
          finding(
              workload,
              view,
              "ClusterFirst",
              "must be ClusterFirstWithHostNet where Pods with hostNetwork name Services");
      case FOREIGN ->
          finding(
              workload,
              view,
              "None",
              "must be ClusterFirst where Pods name Services, or dnsConfig name the cluster's"
                  + " server");
    };
  }

  private Stream<Finding> finding(Workload workload, ClusterView view, String value, String rule) {
    return workload.references().stream()
        .flatMap(reference -> named(reference, workload, view).stream())
        .limit(1)
        .map(named -> finding(workload, value, rule, named));
  }

  private static Optional<Named> named(
      ServiceReference reference, Workload workload, ClusterView view) {
    return Pointer.of(reference, workload, view) instanceof Pointer.There(var service)
        ? Optional.of(new Named(reference, service))
        : Optional.empty();
  }

  private Finding finding(Workload workload, String value, String rule, Named named) {
    var service = named.service().ref();
    var text = Text.quoted(named.reference().text());
    var said = named.reference().variable().map(v -> v + "=" + text).orElse(text);
    var seen =
        Problem.Seen.saying(
            ": %s means %s".formatted(said, service), ": %s is named".formatted(service));
    return new Finding(
            this,
            Certainty.LIKELY,
            workload.ref(),
            workload.template().field("spec").field("dnsPolicy"),
            new Problem.Invalid(Text.quoted(value), rule, seen))
        .relatedTo(List.of(service));
  }
}
