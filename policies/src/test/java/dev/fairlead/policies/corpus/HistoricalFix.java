package dev.fairlead.policies.corpus;

/// A mistake that a project's history shows, before and after somebody mended it.
public record HistoricalFix(Expectation mistake, CorpusBundle before, CorpusBundle after) {}
