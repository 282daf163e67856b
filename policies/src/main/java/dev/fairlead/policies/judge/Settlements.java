package dev.fairlead.policies.judge;

import dev.fairlead.policies.checks.CheckKind;
import dev.fairlead.policies.checks.Checks;
import dev.fairlead.policies.checks.Finding;
import dev.fairlead.policies.checks.Severity;
import dev.fairlead.policies.judge.Settlement.Cause;
import dev.fairlead.policies.judge.Settlement.Grace;
import dev.fairlead.policies.model.KubernetesObject;
import dev.fairlead.policies.model.Metadata.Trait;
import dev.fairlead.policies.model.ServiceEndpoints;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.model.TargetPort;
import dev.fairlead.policies.model.Workload;
import dev.fairlead.policies.resolve.FindPort;
import dev.fairlead.policies.view.ClusterView;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/// Judges Services as they stand, whoever changed them. Settle uses it after admission.
public final class Settlements {
  /// The kinds of checks that say whether traffic finds its way.
  private static final Set<CheckKind> DECISIVE = EnumSet.of(CheckKind.WIRING, CheckKind.LIVE);

  private final ClusterView view;
  private final Map<String, CheckLevel> checks;
  private final Overrides overrides;

  /// @param checks what the namespace wants of single checks, by id
  public Settlements(ClusterView view, Map<String, CheckLevel> checks, Overrides overrides) {
    this.view = view;
    this.checks = Map.copyOf(checks);
    this.overrides = overrides;
  }

  /// What sits at a Service and somebody wants to hear of.
  ///
  /// @param endpoints what runs behind it; empty where nobody knows
  public Stream<Finding> findings(ServiceWiring service, Optional<ServiceEndpoints> endpoints) {
    return wanted(
        Stream.concat(
            Checks.of(service, view),
            endpoints.stream().flatMap(running -> Checks.of(service, view, running))));
  }

  /// What sits at a workload and somebody wants to hear of.
  public Stream<Finding> findings(Workload workload) {
    return wanted(Checks.of(workload, view));
  }

  private Stream<Finding> wanted(Stream<Finding> findings) {
    return findings
        .filter(finding -> finding.severity() != Severity.INFO)
        .filter(finding -> checks.get(finding.check().id()) != CheckLevel.OFF);
  }

  /// What is to be said of one Service.
  ///
  /// @param endpoints what runs behind it; empty where nobody knows
  public Settlement of(ServiceWiring service, Optional<ServiceEndpoints> endpoints) {
    return of(service, endpoints, findings(service, endpoints).toList());
  }

  /// The same for who has the findings already.
  ///
  /// @param all what sits at the Service
  public Settlement of(
      ServiceWiring service, Optional<ServiceEndpoints> endpoints, List<Finding> all) {
    if (!service.selects() || service.metadata().is(Trait.DELETING)) {
      return new Settlement.NotJudged();
    }
    var findings =
        all.stream().filter(finding -> DECISIVE.contains(finding.check().kind())).toList();
    var dead = asksForNamesOfNobody(service);
    var proven =
        findings.stream()
            .filter(f -> f.severity() == Severity.ERROR || (dead && f.isAboutPort()))
            .toList();
    var counting = proven.stream().filter(f -> allowed(f, service).isEmpty()).findFirst();
    if (counting.isPresent()) {
      return unwired(service, counting.get());
    }
    if (!proven.isEmpty()) {
      var finding = proven.getFirst();
      return new Settlement.Wired(
          Cause.ALLOWED,
          "let through because \"%s\": %s"
              .formatted(allowed(finding, service).orElse(""), finding.message()));
    }
    return standing(service, endpoints, findings);
  }

  /// True where all ports of a Service are names that nothing behind it declares: once the other
  /// half has had its time, no traffic goes anywhere, whatever the ports are for.
  private boolean asksForNamesOfNobody(ServiceWiring service) {
    var backends = view.backends(service);
    var copies = view.namespace(service.ref().namespace()).copiesSelectedBy(service);
    return !service.isHeadless()
        && !service.ports().isEmpty()
        && !backends.isEmpty()
        && view.knowledgeOf(service.ref().namespace()).isComplete()
        && backends.stream().noneMatch(backend -> backend.injected().isOpen())
        && service.ports().stream()
            .allMatch(
                port ->
                    port.target() instanceof TargetPort.ByName
                        && view.patience().allows(backends.size() + copies.size())
                        && backends.stream().noneMatch(backend -> backend.declares(port))
                        && copies.stream().noneMatch(c -> FindPort.in(c, port).isPresent()));
  }

  /// The reason that the object at which a finding sits gives for letting it through.
  public Optional<String> allowed(Finding finding, KubernetesObject object) {
    return overrides.reason(finding.check(), object.metadata());
  }

  private Settlement standing(
      ServiceWiring service, Optional<ServiceEndpoints> endpoints, List<Finding> likely) {
    var selected = view.selectedBy(service);
    var runs = endpoints.filter(running -> running.ready() > 0).isPresent();
    var copies = view.namespace(service.ref().namespace()).copiesSelectedBy(service);
    if (selected.isEmpty() && copies.isEmpty() && !runs) {
      return new Settlement.CannotTell(
          likely.stream().findFirst().map(Finding::message).orElseGet(() -> gap(service)));
    }
    if (!selected.isEmpty() && selected.stream().allMatch(Settlements::isScaledToZero) && !runs) {
      return new Settlement.Wired(
          Cause.SCALED_TO_ZERO, "selects %s, scaled to zero".formatted(named(selected)));
    }
    var who = selected.isEmpty() ? "Pods" : named(selected);
    var doubt = likely.stream().findFirst().map(f -> "; likely: " + f.message()).orElse("");
    return new Settlement.Wired(Cause.WIRED, "selects " + who + doubt);
  }

  private static boolean isScaledToZero(Workload workload) {
    return workload.replicas().equals(OptionalInt.of(0));
  }

  private static String named(List<Workload> workloads) {
    var first = workloads.getFirst().ref().toString();
    return workloads.size() == 1 ? first : "%s and %d more".formatted(first, workloads.size() - 1);
  }

  private String gap(ServiceWiring service) {
    var missing = view.knowledgeOf(service.ref().namespace()).missing();
    return missing.isEmpty()
        ? "whether it selects a Pod depends on labels that are set at run time"
        : "it selects nothing that is known, but %s".formatted(missing.getFirst());
  }

  private Settlement unwired(ServiceWiring service, Finding finding) {
    var awaited = Switches.awaited(service.metadata());
    if (awaited.isEmpty() || !view.selectedBy(service).isEmpty()) {
      return new Settlement.Unwired(finding, finding.message(), Grace.WINDOW);
    }
    var came =
        view.namespace(service.ref().namespace()).workloads().stream()
            .anyMatch(workload -> workload.ref().toString().equals(awaited.get()));
    return came
        ? new Settlement.Unwired(
            finding,
            "%s; %s, which it awaits, is there and is not selected"
                .formatted(finding.message(), awaited.get()),
            Grace.NONE)
        : new Settlement.Unwired(
            finding,
            "%s; %s, which it awaits, is not there".formatted(finding.message(), awaited.get()),
            Grace.WINDOW);
  }
}
