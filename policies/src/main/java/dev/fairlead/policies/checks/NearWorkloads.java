package dev.fairlead.policies.checks;

import dev.fairlead.policies.model.Workload;
import dev.fairlead.policies.resolve.SelectorMatch;
import dev.fairlead.policies.view.NamespaceView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// An index of the workloads of a namespace. It gives those whose labels may differ little from a
/// selector, without a look at each of them. Whether they do, [NearMiss] says.
final class NearWorkloads {
  /// Sorting all labels takes as long as a look at each workload for so many selectors.
  private static final int FEW_SELECTORS = 3;

  /// One pair of a selector leaves few; looking up more of them costs more than it saves.
  private static final int MOST_PAIRS = 8;

  private final List<Workload> all;
  private int asked;
  private @Nullable Index index;

  private NearWorkloads(NamespaceView namespace) {
    this.all = namespace.workloads().stream().filter(w -> !w.runsToCompletion()).toList();
  }

  static NearWorkloads of(NamespaceView namespace) {
    return namespace.once(NearWorkloads.class, NearWorkloads::new);
  }

  /// Every workload that may be meant by a selector, and some that are not.
  synchronized List<Workload> perhapsMeant(SelectorMatch selector) {
    if (asked < FEW_SELECTORS) {
      asked++;
      return all;
    }
    var known = index;
    if (known == null) {
      known = new Index(all);
      index = known;
    }
    return known.perhapsMeant(selector).stream().sorted().map(all::get).toList();
  }

  /// The places of the workloads by their labels.
  private static final class Index {
    private final Map<String, Set<Integer>> byValue = new HashMap<>();
    private final Map<String, Map<String, List<Integer>>> byPair = new HashMap<>();
    private final Map<String, NearTexts> values;

    Index(List<Workload> all) {
      for (var i = 0; i < all.size(); i++) {
        for (var label : all.get(i).labels().entrySet()) {
          byValue.computeIfAbsent(label.getValue(), _ -> new HashSet<>(2)).add(i);
          byPair
              .computeIfAbsent(label.getKey(), _ -> new HashMap<>())
              .computeIfAbsent(label.getValue(), _ -> new ArrayList<>(1))
              .add(i);
        }
      }
      this.values =
          byPair.entrySet().stream()
              .collect(
                  Collectors.toMap(
                      Entry::getKey, e -> new NearTexts(e.getValue().keySet().stream())));
    }

    /// Each pair alone has to be met, or nearly; the one that leaves fewest decides.
    Set<Integer> perhapsMeant(SelectorMatch selector) {
      var fewest = Set.<Integer>of();
      var first = true;
      for (var pair : selector.plain().entrySet().stream().limit(MOST_PAIRS).toList()) {
        var found = perhapsMeant(pair.getKey(), pair.getValue());
        if (first || found.size() < fewest.size()) {
          fewest = found;
        }
        first = false;
      }
      return fewest;
    }

    /// Those with the value under whatever key, and those with one that is near under the same.
    private Set<Integer> perhapsMeant(String key, String value) {
      var found = new HashSet<>(byValue.getOrDefault(value, Set.of()));
      var ofKey = byPair.getOrDefault(key, Map.of());
      var near = values.get(key);
      if (near != null) {
        near.perhapsNear(value).forEach(v -> found.addAll(ofKey.getOrDefault(v, List.of())));
      }
      return found;
    }
  }
}
