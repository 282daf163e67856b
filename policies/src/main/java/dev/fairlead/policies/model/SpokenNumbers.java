package dev.fairlead.policies.model;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The numbers, up to 65535, that a pod's commands, arguments, environment values and probes
/// mention: what it may listen on, whatever it declares.
final class SpokenNumbers {
  private static final int HIGHEST_PORT = 65535;

  private final Set<Integer> numbers = new HashSet<>();

  void addFrom(Fields container) {
    container.list("command").forEach(word -> add(String.valueOf(word)));
    container.list("args").forEach(word -> add(String.valueOf(word)));
    for (var variable : container.objects("env")) {
      variable.anyText("value").ifPresent(this::add);
    }
    for (var kind : Probe.Kind.values()) {
      addFromProbe(container.object(kind.field()));
    }
  }

  private void addFromProbe(Fields probe) {
    for (var handler : List.of("httpGet", "tcpSocket", "grpc")) {
      add(String.valueOf(probe.object(handler).numberOrText("port")));
    }
    probe.object("exec").list("command").forEach(word -> add(String.valueOf(word)));
  }

  Set<Integer> all() {
    return numbers;
  }

  private void add(String text) {
    var number = 0;
    var inNumber = false;
    for (var i = 0; i < text.length(); i++) {
      var digit = Character.digit(text.charAt(i), 10);
      if (digit >= 0) {
        number = number > HIGHEST_PORT ? number : number * 10 + digit;
        inNumber = true;
        continue;
      }
      note(inNumber, number);
      number = 0;
      inNumber = false;
    }
    note(inNumber, number);
  }

  private void note(boolean inNumber, int number) {
    if (inNumber && number > 0 && number <= HIGHEST_PORT) {
      numbers.add(number);
    }
  }
}
