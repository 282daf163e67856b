package dev.fairlead.policies.corpus;

import java.util.List;

/// A bundle of the corpus with one change made on purpose.
///
/// @param operator what kind of change it is
/// @param change what was changed, in words
/// @param expected the mistakes that it makes; none where it is benign
public record Mutant(
    String id,
    String operator,
    String change,
    List<Expectation> expected,
    CorpusBundle base,
    CorpusBundle changed) {
  public Mutant {
    expected = List.copyOf(expected);
  }

  public boolean benign() {
    return expected.isEmpty();
  }

  @Override
  public String toString() {
    return id + "-" + operator + " (" + change + ", " + base.name() + ")";
  }
}
