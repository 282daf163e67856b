package dev.fairlead.cli.graph;

import dev.fairlead.policies.checks.Finding;
import dev.fairlead.policies.model.ServiceReference;
import dev.fairlead.policies.model.TargetPort;
import dev.fairlead.policies.topology.Link;
import dev.fairlead.policies.topology.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// What is written beside the objects and links of a picture.
final class Labels {
  /// Tells what is broken without a colour.
  private static final String BROKEN = "✗ ";

  private Labels() {}

  static List<String> of(Node node) {
    var lines = new ArrayList<String>();
    lines.add((node.isBroken() ? BROKEN : "") + node.ref());
    if (node.role() == Node.Role.MISSING_SERVICE) {
      lines.add(node.isBroken() ? "does not exist" : "is not among these objects");
      return lines;
    }
    ids(node.breaks()).forEach(lines::add);
    return lines;
  }

  static List<String> of(Link link) {
    return switch (link) {
      case Link.Call call -> {
        var lines = new ArrayList<>(List.of(name(call.reference())));
        ids(call.breaks()).forEach(id -> lines.add(BROKEN + id));
        yield lines;
      }
      case Link.Reach reach -> reach.ports().stream().map(Labels::of).toList();
    };
  }

  private static String name(ServiceReference reference) {
    return reference.variable().map(variable -> variable + "=").orElse("") + reference.text();
  }

  private static String of(Link.Port port) {
    var target = target(port);
    var protocol = port.port().protocol().equals("TCP") ? "" : "/" + port.port().protocol();
    var broken = ids(port.breaks());
    return "%s%d%s → %s%s"
        .formatted(
            broken.isEmpty() ? "" : BROKEN,
            port.port().port(),
            protocol,
            target,
            broken.isEmpty() ? how(port) : ": " + String.join(", ", broken));
  }

  static String target(Link.Port port) {
    return switch (port.port().target()) {
      case TargetPort.ByName(var name) -> name;
      case TargetPort.ByNumber(var number, _) -> String.valueOf(number);
    };
  }

  private static String how(Link.Port port) {
    return port.declared()
        .map(
            declared ->
                port.port().target() instanceof TargetPort.ByName
                    ? " (%d in %s)".formatted(declared.port().number(), declared.container().name())
                    : " (in %s)".formatted(declared.container().name()))
        .orElseGet(
            () ->
                switch (port.resolution()) {
                  case DECLARED, UNRESOLVED -> "";
                  case INJECTED -> " (of an injected container)";
                  case SPOKEN -> " (not declared, but spoken of)";
                  case OPEN, ASTRAY -> " (not declared)";
                });
  }

  private static List<String> ids(List<Finding> findings) {
    return findings.stream()
        .map(finding -> finding.check().id())
        .distinct()
        .collect(Collectors.toList());
  }
}
