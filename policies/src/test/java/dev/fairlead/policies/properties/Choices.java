package dev.fairlead.policies.properties;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The numbers that decide what a random input is: drawn from a seed, or given.
///
/// The lower a number, the simpler the input: the first of several values, or the end of a list. So
/// an input shrinks with its numbers, and nobody has to say how to shrink an object.
final class Choices {
  /// Where the numbers of one item of a list begin and end.
  private record Item(int from, int to) {}

  private final IntUnaryOperator source;
  private final List<Integer> made = new ArrayList<>();
  private final List<Item> items = new ArrayList<>();

  private Choices(IntUnaryOperator source) {
    this.source = source;
  }

  static Choices drawn(long seed) {
    return new Choices(new SplittableRandom(seed)::nextInt);
  }

  /// Zeros follow the numbers given.
  static Choices given(List<Integer> numbers) {
    var rest = numbers.iterator();
    return new Choices(bound -> rest.hasNext() ? Math.min(rest.next(), bound - 1) : 0);
  }

  /// A number from 0 up to the bound, which is not included.
  int below(int bound) {
    var number = source.applyAsInt(bound);
    made.add(number);
    return number;
  }

  boolean chance() {
    return below(2) == 1;
  }

  @SafeVarargs
  final <T> T of(T... values) {
    return values[below(values.length)];
  }

  /// Each length is as likely as the others.
  <T> List<T> list(int least, int most, Function<Choices, T> item) {
    var list = new ArrayList<T>();
    var from = made.size();
    while (below(most - list.size() + 1) > 0 || list.size() < least) {
      list.add(item.apply(this));
      items.add(new Item(from, made.size()));
      from = made.size();
    }
    return list;
  }

  /// In any order: with zeros only, in the one given.
  <T> List<T> shuffled(List<T> values) {
    var rest = new ArrayList<>(values);
    var shuffled = new ArrayList<T>();
    while (!rest.isEmpty()) {
      shuffled.add(rest.remove(below(rest.size())));
    }
    return shuffled;
  }

  /// These numbers without one item of a list, the longest item first, or with one number lower.
  Stream<List<Integer>> simpler() {
    var shorter =
        items.stream()
            .sorted(Comparator.comparingInt((Item item) -> item.from() - item.to()))
            .map(this::without);
    var lower =
        IntStream.range(0, made.size())
            .boxed()
            .flatMap(at -> IntStream.range(0, made.get(at)).mapToObj(number -> with(at, number)));
    return Stream.concat(shorter, lower);
  }

  boolean areSimplerThan(Choices others) {
    return made.size() == others.made.size()
        ? sum() < others.sum()
        : made.size() < others.made.size();
  }

  private List<Integer> without(Item item) {
    var numbers = new ArrayList<>(made);
    numbers.subList(item.from(), item.to()).clear();
    return numbers;
  }

  private List<Integer> with(int at, int number) {
    var numbers = new ArrayList<>(made);
    numbers.set(at, number);
    return numbers;
  }

  private int sum() {
    return made.stream().mapToInt(Integer::intValue).sum();
  }
}
