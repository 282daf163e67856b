package dev.fairlead.policies.checks;

import dev.fairlead.policies.model.Metadata.Trait;
import dev.fairlead.policies.view.NamespaceView;
import java.util.Comparator;
import java.util.Optional;

/// The names of the Services of a namespace, as messages give them. It also tells which of them is
/// near a name that does not exist.
final class ServiceNames {
  private static final int MOST_EDITS = 2;

  /// In a shorter name two edits make anything of anything.
  private static final int SHORTEST_FOR_TWO_EDITS = 6;

  private final SortedTexts names;

  private ServiceNames(NamespaceView namespace) {
    this.names =
        new SortedTexts(
            namespace.services().stream()
                .filter(service -> !service.metadata().is(Trait.NAME_GENERATED))
                .map(service -> service.ref().name())
                .toList());
  }

  static ServiceNames of(NamespaceView namespace) {
    return namespace.once(ServiceNames.class, ServiceNames::new);
  }

  /// The names, with the one that is near.
  Problem.Seen seen(Optional<String> near) {
    return Problem.Seen.list(names.all(), Text::quoted, near);
  }

  /// The nearest name within two edits, quoted. Two names that are equal once digits are taken out
  /// are two things.
  Optional<String> near(String asked) {
    return names.within(MOST_EDITS, asked).stream()
        .filter(found -> found.edits() <= mostEdits(asked, found.text()))
        .filter(found -> !withoutDigits(found.text()).equals(withoutDigits(asked)))
        .min(Comparator.comparingInt(SortedTexts.Found::edits))
        .map(found -> Text.quoted(found.text()));
  }

  private static String withoutDigits(String name) {
    return name.replaceAll("[0-9]", "");
  }

  private static int mostEdits(String a, String b) {
    return Math.min(a.length(), b.length()) < SHORTEST_FOR_TWO_EDITS ? 1 : MOST_EDITS;
  }
}
