package dev.fairlead.e2e;

@OnCluster(Provider.CONTROL_PLANE)
final class ControlPlaneFaultsIT extends FaultsTests {
  ControlPlaneFaultsIT(Cluster cluster) {
    super(cluster);
  }
}
