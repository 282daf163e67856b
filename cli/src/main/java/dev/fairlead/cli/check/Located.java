package dev.fairlead.cli.check;

import dev.fairlead.policies.checks.Certainty;
import dev.fairlead.policies.checks.Finding;
import dev.fairlead.policies.checks.Severity;
import dev.fairlead.policies.judge.Arrival;
import dev.fairlead.policies.judge.Comparison.Compared;
import dev.fairlead.policies.model.ObjectRef;
import dev.fairlead.policies.model.PlainText;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// A finding, with the places in the files of its object and of the other side.
///
/// @param object empty where the document could not be read
/// @param field empty where the document could not be read
/// @param place of the field
/// @param marked the part of it that is wrong, such as one pair of a selector
/// @param remedy what to write at the marked place, where one thing suggests itself
/// @param arrival how it came about, where the files are compared with earlier ones
public record Located(
    String check,
    Severity severity,
    Certainty certainty,
    ObjectRef object,
    Optional<String> container,
    String field,
    String message,
    List<Other> related,
    Place place,
    Place marked,
    Optional<String> remedy,
    Optional<Arrival> arrival) {
  /// An object on the other side; the place is empty where it stands in no file.
  public record Other(ObjectRef object, Optional<Place> place) {}

  /// The id of what is no check but the want of an object to check.
  public static final String UNREADABLE_MANIFEST = "unreadable-manifest";

  static final Comparator<Located> ORDER =
      Comparator.<Located, String>comparing(located -> located.place.file())
          .thenComparingInt(located -> located.place.position().line())
          .thenComparingInt(located -> located.place.position().column())
          .thenComparing(Located::check)
          .thenComparing(Located::message);

  public Located {
    related = List.copyOf(related);
  }

  static Located of(Finding finding, List<Other> related, Place place, Place marked) {
    return new Located(
        finding.check().id(),
        finding.severity(),
        finding.certainty(),
        finding.object(),
        finding.container(),
        finding.field().toString(),
        finding.message(),
        related,
        place,
        marked,
        Sides.remedy(finding, !marked.equals(place)),
        Optional.empty());
  }

  /// The same, once it is known how it came about. What the changes prove is an error.
  static Located of(Compared compared, List<Other> related, Place place, Place marked) {
    var found = of(compared.finding(), related, place, marked);
    var how = Optional.of(compared.arrival());
    return compared.isProven() && compared.arrival() == Arrival.CUT
        ? found.with(Severity.ERROR, Certainty.PROVEN, how)
        : found.with(found.severity, found.certainty, how);
  }

  private Located with(Severity other, Certainty certain, Optional<Arrival> how) {
    return new Located(
        check, other, certain, object, container, field, message, related, place, marked, remedy,
        how);
  }

  /// The same, but no error.
  Located asWarning() {
    return severity == Severity.ERROR ? with(Severity.WARNING, certainty, arrival) : this;
  }

  static Located unreadable(ObjectRef object, String field, String text, Place place) {
    var message = "[%s] %s".formatted(UNREADABLE_MANIFEST, PlainText.line(text));
    return new Located(
        UNREADABLE_MANIFEST,
        Severity.WARNING,
        Certainty.LIKELY,
        object,
        Optional.empty(),
        field,
        PlainText.line(message, Finding.LONGEST_MESSAGE),
        List.of(),
        place,
        place,
        Optional.empty(),
        Optional.empty());
  }

  /// True where it stood in the files that these are compared with.
  boolean isStanding() {
    return arrival.equals(Optional.of(Arrival.STANDING));
  }

  /// True where something worked in the files that these are compared with, and works no longer.
  public boolean isCut() {
    return arrival.equals(Optional.of(Arrival.CUT));
  }

  /// How it came about, in a word, where the files are compared with earlier ones: `fact`, what
  /// stands in one object alone; `cut`, what worked and works no longer; `arrival`, anything else
  /// that is new.
  public Optional<String> arrivalWord() {
    return arrival.map(
        how ->
            switch (how) {
              case FACT -> "fact";
              case CUT -> "cut";
              case SERVICE_ARRIVES, WORKLOAD_ARRIVES -> "arrival";
              case STANDING -> "standing";
            });
  }

  /// The message without the id in front.
  public String text() {
    return message.substring(message.indexOf(']') + 1).strip();
  }
}
