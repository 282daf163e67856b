package dev.fairlead.policies.model;

import dev.fairlead.policies.model.SpokenNumbers.Rest;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Collects the numbers that the containers of a pod speak of.
final class SpokenNumbersReader {
  private static final int HIGHEST_PORT = 65535;

  private final Set<Integer> numbers = new HashSet<>();
  private final Set<Integer> probed = new HashSet<>();
  private Rest rest = Rest.NOTHING;

  void addFrom(Fields container, Environment environment) {
    container.list("command").forEach(word -> add(String.valueOf(word), numbers));
    container.list("args").forEach(word -> add(String.valueOf(word), numbers));
    environment.variables().values().forEach(variable -> add(variable.value(), numbers));
    if (!environment.isComplete()) {
      rest = Rest.UNKNOWN;
    }
    for (var kind : Probe.Kind.values()) {
      addFromHandler(container.object(kind.field()), probed);
    }
    var lifecycle = container.quietly().object("lifecycle");
    addFromHandler(lifecycle.object("postStart"), numbers);
    addFromHandler(lifecycle.object("preStop"), numbers);
  }

  /// Annotations by which a Pod tells a port: `prometheus.io/port`, `dapr.io/app-port`.
  void addFrom(Map<String, String> annotations) {
    annotations.forEach(
        (key, value) -> {
          if (key.toLowerCase(Locale.ROOT).contains("port")) {
            add(value, numbers);
          }
        });
  }

  private static void addFromHandler(Fields handler, Set<Integer> to) {
    for (var action : List.of("httpGet", "tcpSocket", "grpc")) {
      add(String.valueOf(handler.object(action).numberOrText("port")), to);
    }
    handler.object("exec").list("command").forEach(word -> add(String.valueOf(word), to));
  }

  SpokenNumbers all() {
    var byProbesAlone = new HashSet<>(probed);
    byProbesAlone.removeAll(numbers);
    var all = new HashSet<>(numbers);
    all.addAll(probed);
    return new SpokenNumbers(all, byProbesAlone, rest);
  }

  private static void add(String text, Set<Integer> to) {
    var number = 0;
    var inNumber = false;
    for (var i = 0; i < text.length(); i++) {
      var digit = Character.digit(text.charAt(i), 10);
      if (digit >= 0) {
        number = number > HIGHEST_PORT ? number : number * 10 + digit;
        inNumber = true;
        continue;
      }
      note(inNumber, number, to);
      number = 0;
      inNumber = false;
    }
    note(inNumber, number, to);
  }

  private static void note(boolean inNumber, int number, Set<Integer> to) {
    if (inNumber && number > 0 && number <= HIGHEST_PORT) {
      to.add(number);
    }
  }
}
