package dev.fairlead.cli.plan;

import dev.fairlead.policies.judge.Level;
import java.util.Map;

/// A step, and what admission says of it at each level.
record JudgedStep(Step step, Map<Level, Admission> admissions) {
  JudgedStep {
    admissions = Map.copyOf(admissions);
  }

  Admission at(Level level) {
    return admissions.getOrDefault(level, Admission.SILENT);
  }

  boolean isRefusedAt(Level level) {
    return at(level).answer() == Answer.REFUSED;
  }
}
