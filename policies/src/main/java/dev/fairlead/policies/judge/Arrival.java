package dev.fairlead.policies.judge;

/// How a finding came about.
public enum Arrival {
  /// The change alone proves it.
  FACT,
  /// The Service port reached a workload before and reaches none after.
  CUT,
  /// The Service was there first and cannot use the workload.
  WORKLOAD_ARRIVES,
  /// The Service is new, or the port or selector is one that it did not have.
  SERVICE_ARRIVES,
  /// It was there before the change.
  STANDING
}
