package dev.fairlead.cli.graph;

import dev.fairlead.policies.model.PlainText;
import dev.fairlead.policies.topology.Node;
import dev.fairlead.policies.topology.Topology;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;

/// A graph in DOT, the language of Graphviz.
public final class DotGraph {
  private final PrintWriter out;

  public DotGraph(PrintWriter out) {
    this.out = out;
  }

  public void write(Topology topology) {
    var drawing = Drawing.of(topology);
    line("digraph fairlead {");
    line("  rankdir=LR;");
    line("  node [shape=box];");
    var at = 0;
    for (var namespace : drawing.namespaces().entrySet()) {
      line("  subgraph cluster_%d {".formatted(at++));
      line("    label=%s;".formatted(text(List.of("namespace " + namespace.getKey()))));
      namespace.getValue().forEach(node -> write(node, drawing));
      line("  }");
    }
    for (var link : topology.links()) {
      line(
          "  %s -> %s [label=%s%s];"
              .formatted(
                  drawing.id(link.from()),
                  drawing.id(link.to()),
                  text(Labels.of(link)),
                  link.isBroken() ? ", style=dashed, color=red, arrowhead=tee" : ""));
    }
    line("}");
  }

  private void write(Node node, Drawing drawing) {
    var shape = node.role() == Node.Role.WORKLOAD ? "" : ", shape=ellipse";
    var broken = node.isBroken() ? ", style=dashed, color=red" : "";
    line(
        "    %s [label=%s%s%s];"
            .formatted(drawing.id(node.ref()), text(Labels.of(node)), shape, broken));
  }

  /// In quotes; a backslash begins what Graphviz reads as a line break or a name.
  private static String text(List<String> lines) {
    return lines.stream()
        .map(line -> PlainText.line(line).replace("\\", "\\\\").replace("\"", "\\\""))
        .collect(Collectors.joining("\\n", "\"", "\""));
  }

  private void line(String text) {
    out.print(text + "\n");
  }
}
