package dev.fairlead.cli.report;

import dev.fairlead.cli.check.Allowed;
import dev.fairlead.cli.check.Located;
import dev.fairlead.cli.check.Report;
import dev.fairlead.policies.checks.Severity;
import dev.fairlead.policies.model.ObjectRef;
import dev.fairlead.policies.model.PlainText;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/// A report as JUnit XML: a suite for each file, and in it a test case for each object and each
/// check that looked at it. A case fails for what makes the command end with 1. What an annotation
/// allows is skipped.
public final class JunitReport {
  /// What no XML 1.0 document may hold, not even quoted.
  private static final Pattern NO_XML =
      Pattern.compile("[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]");

  /// An object of a file and a check.
  private record Key(ObjectRef object, String check) {
    String name() {
      var where = object.namespace().isEmpty() ? "" : " in " + object.namespace();
      return object.kind().isEmpty() ? check : object + where + ": " + check;
    }
  }

  /// What became of a test case.
  ///
  /// @param line where the object is named, or where the first finding is
  private record Case(int line, List<Located> findings, List<Allowed> allowed) {
    Case(int line) {
      this(line, new ArrayList<>(), new ArrayList<>());
    }

    boolean fails(Set<Severity> failing) {
      return findings.stream().anyMatch(finding -> failing.contains(finding.severity()));
    }

    boolean isSkipped() {
      return findings.isEmpty() && !allowed.isEmpty();
    }
  }

  private final RepositoryPaths paths = new RepositoryPaths();
  private final Set<Severity> failing;
  private final Map<String, Map<Key, Case>> suites = new TreeMap<>();

  private JunitReport(Report report, Set<Severity> failing) {
    this.failing = failing;
    for (var judged : report.judged()) {
      for (var check : judged.checks()) {
        var _ = found(judged.file(), judged.object(), check, judged.position().line());
      }
    }
    for (var finding : report.findings()) {
      found(finding).findings().add(finding);
    }
    for (var allowed : report.allowed()) {
      found(allowed.finding()).allowed().add(allowed);
    }
  }

  private Case found(Located finding) {
    var place = finding.place();
    return found(place.file(), finding.object(), finding.check(), place.position().line());
  }

  private Case found(String file, ObjectRef object, String check, int line) {
    return suites
        .computeIfAbsent(paths.of(file), _ -> new LinkedHashMap<>())
        .computeIfAbsent(new Key(object, check), _ -> new Case(line));
  }

  /// Writes one XML document and leaves the writer open.
  ///
  /// @param failing the severities of findings that make a case fail
  public static void write(Report report, Set<Severity> failing, Writer out) {
    // The writer of the JDK hands on a few characters at a time.
    var buffered = new BufferedWriter(out);
    try {
      var xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(buffered);
      new JunitReport(report, failing).write(xml);
      xml.flush();
      buffered.flush();
    } catch (XMLStreamException | IOException e) {
      throw new IllegalStateException("a report can be written as XML", e);
    }
  }

  private void write(XMLStreamWriter xml) throws XMLStreamException {
    var all = suites.values().stream().flatMap(cases -> cases.values().stream()).toList();
    xml.writeStartDocument("UTF-8", "1.0");
    xml.writeCharacters("\n");
    xml.writeStartElement("testsuites");
    xml.writeAttribute("name", "fairlead check");
    writeCounts(xml, all);
    for (var suite : suites.entrySet()) {
      write(xml, suite.getKey(), suite.getValue());
    }
    xml.writeCharacters("\n");
    xml.writeEndElement();
    xml.writeCharacters("\n");
    xml.writeEndDocument();
  }

  private void writeCounts(XMLStreamWriter xml, Collection<Case> cases) throws XMLStreamException {
    xml.writeAttribute("tests", Integer.toString(cases.size()));
    xml.writeAttribute("failures", count(cases.stream().filter(each -> each.fails(failing))));
    xml.writeAttribute("errors", "0");
    xml.writeAttribute("skipped", count(cases.stream().filter(Case::isSkipped)));
  }

  private static String count(Stream<?> some) {
    return Long.toString(some.count());
  }

  private void write(XMLStreamWriter xml, String path, Map<Key, Case> cases)
      throws XMLStreamException {
    var file = text(path);
    xml.writeCharacters("\n  ");
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", file);
    writeCounts(xml, cases.values());
    for (var each : cases.entrySet()) {
      write(xml, file, each.getKey(), each.getValue());
    }
    xml.writeCharacters("\n  ");
    xml.writeEndElement();
  }

  private void write(XMLStreamWriter xml, String file, Key key, Case each)
      throws XMLStreamException {
    xml.writeCharacters("\n    ");
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", file);
    xml.writeAttribute("name", text(key.name()));
    xml.writeAttribute("file", file);
    xml.writeAttribute("line", Integer.toString(each.line()));
    if (each.isSkipped()) {
      writeSkipped(xml, each.allowed().getFirst());
    } else if (each.fails(failing)) {
      writeFailure(xml, key, each.findings());
    } else if (!each.findings().isEmpty()) {
      xml.writeCharacters("\n      ");
      xml.writeStartElement("system-out");
      xml.writeCharacters(told(each.findings()));
      xml.writeEndElement();
    }
    if (!each.findings().isEmpty() || each.isSkipped()) {
      xml.writeCharacters("\n    ");
    }
    xml.writeEndElement();
  }

  private static void writeSkipped(XMLStreamWriter xml, Allowed allowed) throws XMLStreamException {
    xml.writeCharacters("\n      ");
    xml.writeEmptyElement("skipped");
    xml.writeAttribute("message", text(where(allowed) + allowed.reason()));
  }

  private static String where(Allowed allowed) {
    return switch (allowed.by()) {
      case ANNOTATION, COMMENT -> "allowed: ";
      case BASELINE -> "in the baseline: ";
      case STANDING -> "not new: ";
    };
  }

  private void writeFailure(XMLStreamWriter xml, Key key, List<Located> findings)
      throws XMLStreamException {
    var first =
        findings.stream().filter(f -> failing.contains(f.severity())).findFirst().orElseThrow();
    xml.writeCharacters("\n      ");
    xml.writeStartElement("failure");
    xml.writeAttribute("type", key.check());
    xml.writeAttribute("message", text(first.text()));
    xml.writeCharacters(told(findings));
    xml.writeEndElement();
  }

  /// Each finding with its place and severity, a line each.
  private String told(List<Located> findings) {
    return findings.stream()
        .map(
            finding ->
                text(
                    "%s:%s: %s: %s"
                        .formatted(
                            paths.of(finding.place().file()),
                            finding.place().position(),
                            JsonOutput.lowerCase(finding.severity()),
                            finding.text())))
        .collect(Collectors.joining("\n"));
  }

  private static String text(String text) {
    return PlainText.isPrintable(text) ? text : NO_XML.matcher(text).replaceAll("\uFFFD");
  }
}
