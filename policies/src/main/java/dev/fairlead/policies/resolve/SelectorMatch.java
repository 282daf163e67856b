package dev.fairlead.policies.resolve;

import dev.fairlead.policies.model.Workload;
import java.util.LinkedHashMap;
import java.util.Map;

/// A selector against the labels that a workload's Pods carry: those of its template, and those
/// that controllers add at run time.
///
/// Every pair must be there (`labels.Set.AsSelectorPreValidated`); a selector without pairs matches
/// nothing.
public final class SelectorMatch {
  /// How far a workload's Pods carry a selector.
  public enum Match {
    /// In full.
    FULL,
    /// All but a label that the controller computes, whose value no Pod gets as the workload is
    /// now.
    ALL_BUT_COMPUTED,
    /// All but labels that the controller of a custom kind may add.
    PERHAPS,
    NONE
  }

  private final Map<String, String> selector;
  private final Map<String, String> plain;

  public SelectorMatch(Map<String, String> selector) {
    this.selector = selector;
    this.plain =
        selector.entrySet().stream().noneMatch(SelectorMatch::isRuntime)
            ? selector
            : plainPairs(selector);
  }

  private static Map<String, String> plainPairs(Map<String, String> selector) {
    var plain = new LinkedHashMap<>(selector);
    plain.entrySet().removeIf(SelectorMatch::isRuntime);
    return plain;
  }

  private static boolean isRuntime(Map.Entry<String, String> pair) {
    return RuntimeLabels.isRuntime(pair.getKey(), pair.getValue());
  }

  /// The pairs that only a template can carry.
  public Map<String, String> plain() {
    return plain;
  }

  /// True where it asks for a label that is computed from the workload.
  public boolean asksForComputed() {
    return plain.size() < selector.size()
        && selector.keySet().stream().anyMatch(RuntimeLabels::isComputed);
  }

  /// True when only a running controller knows who carries these labels, so that nothing can be
  /// told from templates.
  public boolean cannotTell() {
    return plain.isEmpty()
        && !selector.isEmpty()
        && selector.keySet().stream().noneMatch(RuntimeLabels::isComputed);
  }

  /// True when a workload's Pods carry every pair that no template could.
  public boolean carriesRuntimeLabels(Workload workload) {
    return selector.entrySet().stream()
        .filter(pair -> !plain.containsKey(pair.getKey()))
        .allMatch(pair -> of(pair.getKey(), pair.getValue(), workload) == Match.FULL);
  }

  public Match of(Workload workload) {
    if (selector.isEmpty()) {
      return Match.NONE;
    }
    var match = Match.FULL;
    for (var pair : selector.entrySet()) {
      switch (of(pair.getKey(), pair.getValue(), workload)) {
        case FULL -> {}
        case ALL_BUT_COMPUTED -> match = Match.ALL_BUT_COMPUTED;
        case PERHAPS -> match = match == Match.FULL ? Match.PERHAPS : match;
        case NONE -> {
          return Match.NONE;
        }
      }
    }
    return match;
  }

  private Match of(String key, String value, Workload workload) {
    var carried = workload.labels().get(key);
    if (carried != null) {
      return carried.equals(value) ? Match.FULL : Match.NONE;
    }
    if (!RuntimeLabels.isRuntime(key, value)) {
      return addedByController(value, workload);
    }
    return cannotTell() ? Match.NONE : RuntimeLabels.match(key, value, workload);
  }

  /// The controller of a custom kind may add any label; one with the object's name is most likely
  /// its doing (`statefulset: lab` of Kubeflow's Notebook `lab`).
  private static Match addedByController(String value, Workload workload) {
    if (!workload.mayGetMoreLabels()) {
      return Match.NONE;
    }
    var name = workload.ref().name();
    return value.equals(name) || value.startsWith(name + "-") ? Match.FULL : Match.PERHAPS;
  }
}
