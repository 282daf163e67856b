package dev.fairlead.policies.checks;

import dev.fairlead.policies.model.ServicePort;
import dev.fairlead.policies.model.ServiceReference;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.model.ServiceWiring.Exposure;
import dev.fairlead.policies.model.Workload;
import dev.fairlead.policies.view.ClusterView;
import dev.fairlead.policies.view.Pointer;
import java.util.Optional;
import java.util.stream.Stream;

/// The port with which a workload names a Service must be one that the Service exposes.
///
/// Fields: `spec.template.spec.containers[*].env[*].value`, `command` and `args`, of init
/// containers too, and the ConfigMaps that `env` and `envFrom` name, where those are in view.
/// Allowed: no port; any port of a headless Service, which leads to the Pods themselves, and of an
/// ExternalName. Silent when the Service is not known.
final class ServiceReferencePort implements Check.OfWorkload {
  @Override
  public String id() {
    return "service-reference-port";
  }

  @Override
  public CheckKind kind() {
    return CheckKind.ADVICE;
  }

  @Override
  public Stream<Finding> findings(Workload workload, ClusterView view) {
    return workload.resolvedReferences().stream()
        .filter(reference -> reference.port().isPresent())
        .flatMap(reference -> finding(workload, reference, view).stream());
  }

  private Optional<Finding> finding(
      Workload workload, ServiceReference reference, ClusterView view) {
    return Pointer.of(reference, workload, view) instanceof Pointer.There(var service)
            && service.exposure() == Exposure.VIRTUAL_IP
            && service.ports().stream()
                .noneMatch(port -> port.port() == reference.port().orElseThrow())
        ? Optional.of(finding(workload, reference, service))
        : Optional.empty();
  }

  private Finding finding(Workload workload, ServiceReference reference, ServiceWiring service) {
    var ports =
        service.ports().stream().map(ServicePort::port).distinct().map(String::valueOf).toList();
    var rule = "%s give a port of %s".formatted(reference.must(), service.ref());
    var nearest = ports.size() == 1 ? Optional.of(ports.getFirst()) : Optional.<String>empty();
    return new Finding(
            this,
            Certainty.LIKELY,
            workload.ref(),
            reference.field(),
            new Problem.Invalid(
                Text.quoted(reference.host() + ":" + reference.port().orElseThrow()),
                rule,
                Problem.Seen.list(ports, nearest)))
        .of(reference.container())
        .relatedTo(
            Stream.concat(Stream.of(service.ref()), reference.configMap().stream()).toList());
  }
}
