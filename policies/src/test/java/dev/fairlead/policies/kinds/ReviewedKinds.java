package dev.fairlead.policies.kinds;

import java.util.Set;
import java.util.TreeSet;

/// What people have said of kinds whose schema misleads.
///
/// @param podless make no Pods, whatever their fields look like: kinds, groups, and families of
///   groups (`*.services.k8s.aws`)
/// @param makers may make Pods, although no field says so: kinds
record ReviewedKinds(Set<String> podless, Set<String> makers) {
  ReviewedKinds {
    podless = Set.copyOf(podless);
    makers = Set.copyOf(makers);
  }

  /// Reads lines such as `none argoproj.io/WorkflowTemplate: why` and `pods …`.
  ///
  /// @throws IllegalArgumentException for any other line that is neither empty nor a comment
  static ReviewedKinds of(String text) {
    var podless = new TreeSet<String>();
    var makers = new TreeSet<String>();
    for (var line : text.lines().filter(l -> !l.isBlank() && !l.startsWith("#")).toList()) {
      var colon = line.indexOf(": ");
      if (colon < 0) {
        throw new IllegalArgumentException("must say why: " + line);
      }
      var name = line.substring("none ".length(), colon);
      if (line.startsWith("none ")) {
        podless.add(name);
      } else if (line.startsWith("pods ")) {
        makers.add(name);
      } else {
        throw new IllegalArgumentException("must begin with none or pods: " + line);
      }
    }
    return new ReviewedKinds(podless, makers);
  }

  boolean isPodless(CustomKind kind) {
    var group = kind.group();
    return podless.contains(kind.name())
        || podless.contains(group)
        || podless.contains("*" + group.substring(Math.max(0, group.indexOf('.'))));
  }

  boolean isMaker(CustomKind kind) {
    return makers.contains(kind.name());
  }
}
