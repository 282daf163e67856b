package dev.fairlead.policies.view;

import java.util.IdentityHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Answers about single objects that have been worked out once and stay so, since a view never
/// changes. Two threads may share a view.
final class Memo<K, V> {
  private @Nullable IdentityHashMap<K, V> known;

  synchronized V of(K object, Function<? super K, ? extends V> workOut) {
    var answers = known;
    if (answers == null) {
      answers = new IdentityHashMap<>(2);
      known = answers;
    }
    var answer = answers.get(object);
    if (answer == null) {
      answer = workOut.apply(object);
      answers.put(object, answer);
    }
    return answer;
  }
}
