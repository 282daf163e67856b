package dev.fairlead.policies.checks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// An index of texts. It gives those that may be near another text, without a look at each of them.
/// Whether they are near, [Near] says.
final class NearTexts {
  /// So few are looked at one by one.
  private static final int FEW = 16;

  private final Set<String> all;
  private @Nullable Index index;

  NearTexts(Stream<String> texts) {
    this.all = new LinkedHashSet<>(texts.toList());
  }

  /// Every text that is near, and some that are not.
  Collection<String> perhapsNear(String asked) {
    return all.size() <= FEW ? all : index().perhapsNear(asked);
  }

  private Index index() {
    var known = index;
    if (known == null) {
      known = new Index(all);
      index = known;
    }
    return known;
  }

  /// The texts by what two of them share that are near each other.
  private static final class Index {
    private final Map<String, List<String>> separated = new HashMap<>();
    private final OneEditTexts oneEdit;
    private final Map<String, List<String>> joined = new HashMap<>();
    private final Map<List<String>, List<String>> withoutKindWords = new HashMap<>();

    Index(Collection<String> all) {
      for (var text : all) {
        put(Near.separated(text), text, separated);
        put(Near.bare(text), text, joined);
        put(Near.tellingWords(text), text, withoutKindWords);
      }
      this.oneEdit = new OneEditTexts(separated.keySet());
    }

    private static <K> void put(K key, String text, Map<K, List<String>> to) {
      to.computeIfAbsent(key, _ -> new ArrayList<>(1)).add(text);
    }

    Collection<String> perhapsNear(String asked) {
      var near = new LinkedHashSet<String>();
      oneEdit
          .perhapsNear(Near.separated(asked))
          .forEach(text -> near.addAll(separated.getOrDefault(text, List.of())));
      near.addAll(joined.getOrDefault(Near.bare(asked), List.of()));
      near.addAll(withoutKindWords.getOrDefault(Near.tellingWords(asked), List.of()));
      return near;
    }
  }
}
