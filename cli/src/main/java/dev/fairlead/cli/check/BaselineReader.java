package dev.fairlead.cli.check;

import dev.fairlead.cli.check.BaselineEntry.Mistake;
import dev.fairlead.cli.config.BadFile;
import dev.fairlead.cli.config.StrictMapping;
import dev.fairlead.policies.checks.Checks;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads the file of a baseline.
final class BaselineReader {
  private static final String KIND = "Baseline";
  private static final List<String> FIELDS = List.of("apiVersion", "kind", "findings");
  private static final List<String> ENTRY_FIELDS =
      List.of("check", "object", "namespace", "container", "field", "count", "reason", "expires");

  private BaselineReader() {}

  static Baseline read(String file) throws BadFile {
    var document = StrictMapping.document(file, KIND);
    document.mustKnow(FIELDS);
    var entries = new ArrayList<BaselineEntry>();
    for (var entry : document.mappings("findings")) {
      entries.add(entry(entry));
    }
    return new Baseline(file, entries);
  }

  private static BaselineEntry entry(StrictMapping entry) throws BadFile {
    entry.mustKnow(ENTRY_FIELDS);
    var check = entry.text("check");
    if (!Checks.ids().contains(check)) {
      throw entry.bad(
          "check", "'%s': must be one of %s".formatted(check, String.join(", ", Checks.ids())));
    }
    var mistake =
        new Mistake(
            check,
            entry.text("namespace"),
            entry.text("object"),
            entry.textIfThere("container").orElse(""),
            entry.text("field"));
    var reason = entry.text("reason");
    if (reason.isBlank()) {
      throw entry.bad("reason", "'': must say why");
    }
    return new BaselineEntry(
        mistake, entry.count("count"), reason, expires(entry), entry.position());
  }

  private static Optional<LocalDate> expires(StrictMapping entry) throws BadFile {
    var day = entry.textIfThere("expires");
    try {
      return day.map(LocalDate::parse);
    } catch (DateTimeException _) {
      throw entry.bad(
          "expires", "'%s': must be a day such as 2027-01-31".formatted(day.orElseThrow()));
    }
  }
}
