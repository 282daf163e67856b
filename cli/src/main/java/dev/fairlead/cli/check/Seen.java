package dev.fairlead.cli.check;

import dev.fairlead.policies.view.ClusterView;
import java.util.List;

/// What files or a cluster hold, without a verdict.
///
/// @param problems what leads nowhere or cannot be read, a line each
/// @param readAnything false where there is no Kubernetes object at all
public record Seen(ClusterView view, List<String> problems, boolean readAnything) {
  public Seen {
    problems = List.copyOf(problems);
  }
}
