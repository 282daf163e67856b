package dev.fairlead.policies.corpus;

import static java.util.stream.Collectors.joining;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// How often each outcome was seen of each thing, as a table in Markdown.
public final class Tally {
  private final String title;
  private final List<String> columns;
  private final Map<String, Map<String, Integer>> rows = new TreeMap<>();

  /// @param title of the first column
  public Tally(String title, String... columns) {
    this.title = title;
    this.columns = List.of(columns);
  }

  public void count(String row, String column) {
    if (!columns.contains(column)) {
      throw new IllegalArgumentException(column + " is none of " + columns);
    }
    rows.computeIfAbsent(row, _ -> new TreeMap<>()).merge(column, 1, Integer::sum);
  }

  public int of(String row, String column) {
    return rows.getOrDefault(row, Map.of()).getOrDefault(column, 0);
  }

  /// Everything counted of one thing.
  public int of(String row) {
    return rows.getOrDefault(row, Map.of()).values().stream().mapToInt(Integer::intValue).sum();
  }

  public int sum() {
    return rows.keySet().stream().mapToInt(this::of).sum();
  }

  @Override
  public String toString() {
    var text = new StringBuilder(line(title, columns));
    text.append(line("---", Collections.nCopies(columns.size(), "---:")));
    rows.forEach(
        (row, counts) ->
            text.append(
                line(row, columns.stream().map(c -> "" + counts.getOrDefault(c, 0)).toList())));
    return text.toString();
  }

  private static String line(String first, List<String> others) {
    return "| " + first + others.stream().collect(joining(" | ", " | ", " |\n"));
  }
}
