package dev.fairlead.policies.checks;

import dev.fairlead.policies.model.Metadata.Trait;
import dev.fairlead.policies.model.ServiceWiring;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Names of Services as messages give them, and which of them is near one that does not exist.
final class ServiceNames {
  /// In a shorter name two edits make anything of anything.
  private static final int SHORTEST_FOR_TWO_EDITS = 6;

  private ServiceNames() {}

  static List<String> described(Collection<ServiceWiring> services) {
    return names(services).stream().map(Text::quoted).toList();
  }

  /// The nearest name within two edits, quoted. Two names that are equal once digits are taken out
  /// are two things.
  static Optional<String> near(String asked, Collection<ServiceWiring> services) {
    return names(services).stream()
        .filter(name -> !withoutDigits(name).equals(withoutDigits(asked)))
        .filter(name -> edits(asked, name) <= mostEdits(asked, name))
        .min(Comparator.comparingInt(name -> edits(asked, name)))
        .map(Text::quoted);
  }

  private static List<String> names(Collection<ServiceWiring> services) {
    return services.stream()
        .filter(service -> !service.metadata().is(Trait.NAME_GENERATED))
        .map(service -> service.ref().name())
        .sorted()
        .toList();
  }

  private static String withoutDigits(String name) {
    return name.replaceAll("[0-9]", "");
  }

  private static int mostEdits(String a, String b) {
    return Math.min(a.length(), b.length()) < SHORTEST_FOR_TWO_EDITS ? 1 : 2;
  }

  /// How many insertions, deletions and replacements make one of the other.
  private static int edits(String a, String b) {
    var row = new int[b.length() + 1];
    for (var j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (var i = 1; i <= a.length(); i++) {
      var diagonal = row[0];
      row[0] = i;
      for (var j = 1; j <= b.length(); j++) {
        var replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
