package dev.fairlead.cli.graph;

import dev.fairlead.policies.model.PlainText;
import dev.fairlead.policies.topology.Node;
import dev.fairlead.policies.topology.Topology;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;

/// A flowchart in Mermaid, as Markdown on GitHub and GitLab shows it.
///
/// Text stands in quotes. What could end them, or be HTML, is written by Mermaid's entity codes
/// (`#quot;`).
public final class MermaidGraph {
  private final PrintWriter out;

  public MermaidGraph(PrintWriter out) {
    this.out = out;
  }

  public void write(Topology topology) {
    var drawing = Drawing.of(topology);
    line("flowchart LR");
    var at = 0;
    for (var namespace : drawing.namespaces().entrySet()) {
      line("  subgraph ns%d[%s]".formatted(at++, text(List.of("namespace " + namespace.getKey()))));
      namespace.getValue().forEach(node -> write(node, drawing));
      line("  end");
    }
    for (var link : topology.links()) {
      line(
          "  %s %s|%s| %s"
              .formatted(
                  drawing.id(link.from()),
                  link.isBroken() ? "-.-x" : "-->",
                  text(Labels.of(link)),
                  drawing.id(link.to())));
    }
    var broken =
        topology.nodes().stream()
            .filter(Node::isBroken)
            .map(node -> drawing.id(node.ref()))
            .collect(Collectors.joining(","));
    if (!broken.isEmpty()) {
      line("  classDef broken stroke:#c00,stroke-width:3px,stroke-dasharray:6 3");
      line("  class %s broken".formatted(broken));
    }
  }

  private void write(Node node, Drawing drawing) {
    var text = text(Labels.of(node));
    line(
        "    "
            + drawing.id(node.ref())
            + switch (node.role()) {
              case SERVICE, MISSING_SERVICE -> "([%s])".formatted(text);
              case WORKLOAD -> "[%s]".formatted(text);
            });
  }

  private static String text(List<String> lines) {
    // Mermaid takes no empty text.
    return lines.isEmpty()
        ? "\" \""
        : lines.stream()
            .map(MermaidGraph::escaped)
            .collect(Collectors.joining("<br/>", "\"", "\""));
  }

  private static String escaped(String text) {
    var escaped = new StringBuilder();
    for (var c : PlainText.line(text).toCharArray()) {
      switch (c) {
        case '#' -> escaped.append("#35;");
        case '"' -> escaped.append("#quot;");
        case '&' -> escaped.append("#amp;");
        case '<' -> escaped.append("#lt;");
        case '>' -> escaped.append("#gt;");
        case '`' -> escaped.append("#96;");
        default -> escaped.append(c);
      }
    }
    return escaped.toString();
  }

  private void line(String text) {
    out.print(text + "\n");
  }
}
