package dev.fairlead.policies.topology;

import dev.fairlead.policies.checks.Checks;
import dev.fairlead.policies.checks.Finding;
import dev.fairlead.policies.model.ObjectRef;
import dev.fairlead.policies.model.ServicePort;
import dev.fairlead.policies.model.ServiceReference;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.model.TargetPort;
import dev.fairlead.policies.model.Workload;
import dev.fairlead.policies.resolve.Backend;
import dev.fairlead.policies.view.ClusterView;
import dev.fairlead.policies.view.Pointer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Who talks to whom, as far as manifests declare it: workloads that name Services, Services, and
/// the workloads behind them. Every link says how it resolves and carries what breaks it.
///
/// @param nodes by namespace, Services first
/// @param links in the order of the nodes from which they lead
public record Topology(List<Node> nodes, List<Link> links) {
  /// The checks about a host that a workload names.
  private static final List<String> ABOUT_REFERENCES =
      List.of(
          "cross-namespace-short-name",
          "dns-policy-unresolvable",
          "service-reference-missing",
          "service-reference-port");

  public Topology {
    nodes = List.copyOf(nodes);
    links = List.copyOf(links);
  }

  /// Draws a view. Copies that controllers made are no nodes.
  public static Topology of(ClusterView view) {
    var drawing = new Drawing(view);
    for (var namespace : view.namespaces()) {
      namespace.services().forEach(drawing::add);
      namespace.workloads().forEach(drawing::add);
    }
    return new Topology(List.copyOf(drawing.nodes.values()), drawing.links);
  }

  /// The picture as far as it is drawn.
  private static final class Drawing {
    private final ClusterView view;
    private final Map<ObjectRef, Node> nodes = new LinkedHashMap<>();
    private final List<Link> links = new ArrayList<>();

    Drawing(ClusterView view) {
      this.view = view;
    }

    void add(ServiceWiring service) {
      var findings = Checks.of(service, view).toList();
      nodes.put(service.ref(), new Node(service.ref(), Node.Role.SERVICE, findings));
      if (!service.selects()) {
        return;
      }
      for (var backend : view.backendsOrJobs(service)) {
        var ports =
            service.ports().stream().map(port -> port(port, service, backend, findings)).toList();
        links.add(new Link.Reach(service.ref(), backend.workload().ref(), ports));
      }
    }

    private static Link.Port port(
        ServicePort port, ServiceWiring service, Backend backend, List<Finding> findings) {
      var about =
          findings.stream()
              .filter(finding -> service.portAt(finding.field()).equals(Optional.of(port)))
              .filter(finding -> concerns(finding, backend.workload()))
              .toList();
      return new Link.Port(
          port, resolution(port, backend), backend.ports().declaration(port), about);
    }

    /// A finding that names workloads is about these alone.
    private static boolean concerns(Finding finding, Workload workload) {
      return finding.related().isEmpty()
          || finding.related().stream().anyMatch(ref -> ref.sameObject(workload.ref()));
    }

    private static Link.Resolution resolution(ServicePort port, Backend backend) {
      if (backend.ports().declaration(port).isPresent()) {
        return Link.Resolution.DECLARED;
      }
      if (backend.declares(port)) {
        return Link.Resolution.INJECTED;
      }
      return switch (port.target()) {
        case TargetPort.ByName _ -> Link.Resolution.UNRESOLVED;
        case TargetPort.ByNumber(var number, _) ->
            switch (backend.evidence(number, port.protocol())) {
              case DECLARED -> Link.Resolution.DECLARED;
              case SPOKEN -> Link.Resolution.SPOKEN;
              case OPEN -> Link.Resolution.OPEN;
              case ASTRAY -> Link.Resolution.ASTRAY;
            };
      };
    }

    void add(Workload workload) {
      var findings = Checks.of(workload, view).toList();
      nodes.put(workload.ref(), new Node(workload.ref(), Node.Role.WORKLOAD, findings));
      for (var reference : workload.references()) {
        var about =
            findings.stream()
                .filter(finding -> ABOUT_REFERENCES.contains(finding.check().id()))
                .filter(finding -> finding.field().equals(reference.field()))
                .toList();
        addCall(workload, reference, about);
      }
    }

    private static List<Finding> joined(List<Finding> some, List<Finding> more) {
      return Stream.concat(some.stream(), more.stream()).toList();
    }

    private void addCall(Workload workload, ServiceReference reference, List<Finding> about) {
      switch (Pointer.of(reference, workload, view)) {
        case Pointer.There(var service) ->
            links.add(new Link.Call(workload.ref(), service.ref(), reference, about));
        case Pointer.Nowhere(var name, var namespace) -> {
          var missing = new ObjectRef("v1", "Service", namespace, name);
          nodes.merge(
              missing,
              new Node(missing, Node.Role.MISSING_SERVICE, about),
              (was, _) -> new Node(missing, was.role(), joined(was.findings(), about)));
          links.add(new Link.Call(workload.ref(), missing, reference, about));
        }
        case Pointer.OnlyElsewhere(_, var services) ->
            services.forEach(
                service ->
                    links.add(new Link.Call(workload.ref(), service.ref(), reference, about)));
        case Pointer.CannotTell() -> {}
      }
    }
  }
}
