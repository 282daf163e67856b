package dev.fairlead.cli.report;

import dev.fairlead.cli.check.Located;
import dev.fairlead.cli.check.Place;
import dev.fairlead.cli.check.Report;
import dev.fairlead.policies.checks.CheckKind;
import dev.fairlead.policies.checks.Checks;
import dev.fairlead.policies.checks.Severity;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/// A report as SARIF 2.1.0, with what GitHub's code scanning reads of it.
///
/// Formats: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html and
/// https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning.
public final class SarifReport {
  private static final String SCHEMA =
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

  /// GitHub refuses a run with more.
  private static final int MOST_RESULTS = 25_000;

  private static final String ROOT = "%SRCROOT%";

  private final JsonGenerator json;
  private final RepositoryPaths paths = new RepositoryPaths();
  private final Fingerprints fingerprints = new Fingerprints();
  private final Map<String, Integer> rules = new HashMap<>();

  private SarifReport(JsonGenerator json) {
    this.json = json;
  }

  /// Writes one JSON document and leaves the writer open.
  public static void write(Report report, Writer out) throws IOException {
    JsonOutput.write(out, json -> new SarifReport(json).write(report));
  }

  private void write(Report report) {
    json.writeStartObject();
    json.writeStringProperty("$schema", SCHEMA);
    json.writeStringProperty("version", "2.1.0");
    json.writeArrayPropertyStart("runs");
    json.writeStartObject();
    writeTool();
    writeInvocation(report);
    json.writeObjectPropertyStart("originalUriBaseIds");
    json.writeObjectPropertyStart(ROOT);
    writeText("description", "The root of the repository.");
    json.writeEndObject();
    json.writeEndObject();
    json.writeStringProperty("columnKind", "unicodeCodePoints");
    json.writeArrayPropertyStart("results");
    for (var finding : written(report.findings())) {
      write(finding);
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
  }

  /// All findings, or the gravest where there are too many.
  private static List<Located> written(List<Located> findings) {
    return findings.size() <= MOST_RESULTS
        ? findings
        : findings.stream()
            .sorted(Comparator.comparing(Located::severity))
            .limit(MOST_RESULTS)
            .toList();
  }

  private void writeTool() {
    json.writeObjectPropertyStart("tool");
    json.writeObjectPropertyStart("driver");
    json.writeStringProperty("name", "Fairlead");
    var version = SarifReport.class.getPackage().getImplementationVersion();
    if (version != null) {
      json.writeStringProperty("version", version);
    }
    json.writeArrayPropertyStart("rules");
    CheckPage.known().flatMap(id -> CheckPage.of(id).stream()).forEach(this::writeRule);
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndObject();
  }

  private void writeRule(CheckPage page) {
    rules.put(page.id(), rules.size());
    var trust = Trust.of(page.id());
    json.writeStartObject();
    json.writeStringProperty("id", page.id());
    json.writeStringProperty("name", page.name());
    writeText("shortDescription", page.summary());
    writeText("fullDescription", page.effect());
    json.writeObjectPropertyStart("help");
    json.writeStringProperty("text", page.markdown());
    json.writeStringProperty("markdown", page.markdown());
    json.writeEndObject();
    json.writeObjectPropertyStart("defaultConfiguration");
    json.writeStringProperty("level", trust.severity());
    json.writeEndObject();
    json.writeObjectPropertyStart("properties");
    json.writeStringProperty("precision", trust.precision());
    json.writeStringProperty("problem.severity", trust.severity());
    json.writeArrayPropertyStart("tags");
    json.writeString("kubernetes");
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndObject();
  }

  /// How GitHub ranks a rule.
  ///
  /// @param precision how often it is right
  /// @param severity of its findings, as a rule
  private record Trust(String precision, String severity) {
    static Trust of(String id) {
      return Checks.ALL.stream()
          .filter(check -> check.id().equals(id))
          .findFirst()
          .map(check -> of(check.kind()))
          .orElse(new Trust("very-high", "warning"));
    }

    private static Trust of(CheckKind kind) {
      return switch (kind) {
        case FACT, LIVE -> new Trust("very-high", "error");
        case WIRING -> new Trust("high", "error");
        case ADVICE -> new Trust("medium", "warning");
      };
    }
  }

  private void writeInvocation(Report report) {
    json.writeArrayPropertyStart("invocations");
    json.writeStartObject();
    json.writeBooleanProperty("executionSuccessful", report.readAnything());
    var left = report.findings().size() - MOST_RESULTS;
    if (left > 0) {
      json.writeArrayPropertyStart("toolExecutionNotifications");
      json.writeStartObject();
      json.writeStringProperty("level", "warning");
      writeText(
          "message",
          "%d of %d findings are left out, the least grave: GitHub takes %d"
              .formatted(left, report.findings().size(), MOST_RESULTS));
      json.writeEndObject();
      json.writeEndArray();
    }
    json.writeEndObject();
    json.writeEndArray();
  }

  private void write(Located finding) {
    var file = paths.of(finding.place().file());
    json.writeStartObject();
    json.writeStringProperty("ruleId", finding.check());
    json.writeNumberProperty("ruleIndex", rules.getOrDefault(finding.check(), -1));
    json.writeStringProperty("level", level(finding.severity()));
    writeText("message", message(finding));
    json.writeArrayPropertyStart("locations");
    json.writeStartObject();
    writePhysical(finding.place());
    writeLogical(finding);
    json.writeEndObject();
    json.writeEndArray();
    writeRelated(finding);
    json.writeObjectPropertyStart("partialFingerprints");
    json.writeStringProperty("primaryLocationLineHash", fingerprints.next(finding, file));
    json.writeEndObject();
    json.writeObjectPropertyStart("properties");
    json.writeStringProperty("certainty", JsonOutput.lowerCase(finding.certainty()));
    finding.arrivalWord().ifPresent(word -> json.writeStringProperty("class", word));
    json.writeStringProperty("namespace", finding.object().namespace());
    json.writeStringProperty("field", finding.field());
    if (finding.container().isPresent()) {
      json.writeStringProperty("container", finding.container().get());
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private static String level(Severity severity) {
    return switch (severity) {
      case ERROR -> "error";
      case WARNING -> "warning";
      case INFO -> "note";
    };
  }

  /// The text, with links to the places of the other side.
  private static String message(Located finding) {
    var text = new StringBuilder(finding.text());
    if (!finding.related().isEmpty()) {
      text.append(finding.text().endsWith("?") ? " Other side: " : ". Other side: ");
    }
    var id = 0;
    for (var other : finding.related()) {
      text.append(id == 0 ? "" : ", ");
      id++;
      text.append(
          other.place().isPresent()
              ? "[%s](%d)".formatted(other.object(), id)
              : other.object().toString());
    }
    return text.toString();
  }

  private void writeRelated(Located finding) {
    if (finding.related().stream().noneMatch(other -> other.place().isPresent())) {
      return;
    }
    json.writeArrayPropertyStart("relatedLocations");
    var id = 0;
    for (var other : finding.related()) {
      id++;
      if (other.place().isPresent()) {
        json.writeStartObject();
        json.writeNumberProperty("id", id);
        writePhysical(other.place().get());
        writeText("message", other.object().toString());
        json.writeEndObject();
      }
    }
    json.writeEndArray();
  }

  private void writePhysical(Place place) {
    json.writeObjectPropertyStart("physicalLocation");
    json.writeObjectPropertyStart("artifactLocation");
    json.writeStringProperty("uri", uri(paths.of(place.file())));
    json.writeStringProperty("uriBaseId", ROOT);
    json.writeEndObject();
    json.writeObjectPropertyStart("region");
    json.writeNumberProperty("startLine", place.position().line());
    json.writeNumberProperty("startColumn", place.position().column());
    json.writeNumberProperty("endLine", place.position().line());
    json.writeNumberProperty("endColumn", place.end());
    json.writeEndObject();
    json.writeEndObject();
  }

  private static String uri(String path) {
    try {
      // A first segment with a colon would be read as a scheme.
      var relative = new URI(null, null, path.startsWith("/") ? path : "/" + path, null);
      var text = relative.toASCIIString();
      return path.startsWith("/") ? text : text.substring(1).replace(":", "%3A");
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a path can be quoted: " + path, e);
    }
  }

  private void writeLogical(Located finding) {
    var object = finding.object();
    if (object.name().isEmpty()) {
      return;
    }
    json.writeArrayPropertyStart("logicalLocations");
    json.writeStartObject();
    json.writeStringProperty("name", object.name());
    json.writeStringProperty(
        "fullyQualifiedName",
        object.namespace().isEmpty() ? object.toString() : object.namespace() + "/" + object);
    json.writeStringProperty("kind", "resource");
    json.writeEndObject();
    json.writeEndArray();
  }

  private void writeText(String property, String text) {
    json.writeObjectPropertyStart(property);
    json.writeStringProperty("text", text);
    json.writeEndObject();
  }
}
