package dev.fairlead.e2e;

@OnCluster(Provider.CONTROL_PLANE)
final class ControlPlaneConditionsIT extends ConditionsTests {
  ControlPlaneConditionsIT(Cluster cluster) {
    super(cluster);
  }
}
