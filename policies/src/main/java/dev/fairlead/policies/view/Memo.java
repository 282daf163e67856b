package dev.fairlead.policies.view;

import java.util.IdentityHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Keeps answers about single objects of a view. A view never changes, so an answer stays right.
/// Two threads may share a view.
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
