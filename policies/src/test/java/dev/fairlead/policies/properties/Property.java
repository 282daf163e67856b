package dev.fairlead.policies.properties;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// What holds of every input, tried on random ones.
record Property<T>(Function<Choices, T> input, Consumer<T> law) {
  /// The same inputs in every run, so that nobody meets the failure of somebody else's change;
  /// another number makes others.
  private static final long FIRST_SEED = Long.getLong("fairlead.seed", 1);

  /// An input that the property does not hold of.
  private record Counterexample<T>(Choices choices, T input, Throwable reason) {}

  /// Tries as many seeds, each of which makes one input.
  static <T> void holds(int tries, Function<Choices, T> input, Consumer<T> law) {
    var property = new Property<>(input, law);
    for (var seed = FIRST_SEED; seed < FIRST_SEED + tries; seed++) {
      var found = property.tried(Choices.drawn(seed));
      if (found.isPresent()) {
        var smallest = property.shrunk(found.get());
        throw new AssertionError(
            "seed %d, shrunk: %s%nrepeat with -Dfairlead.seed=%d"
                .formatted(seed, smallest.input(), seed),
            smallest.reason());
      }
    }
  }

  private Optional<Counterexample<T>> tried(Choices choices) {
    var made = input.apply(choices);
    try {
      law.accept(made);
      return Optional.empty();
    } catch (RuntimeException | Error e) {
      return Optional.of(new Counterexample<>(choices, made, e));
    }
  }

  private Counterexample<T> shrunk(Counterexample<T> found) {
    return found
        .choices()
        .simpler()
        .flatMap(numbers -> tried(Choices.given(numbers)).stream())
        .filter(other -> other.choices().areSimplerThan(found.choices()))
        .findFirst()
        .map(this::shrunk)
        .orElse(found);
  }
}
