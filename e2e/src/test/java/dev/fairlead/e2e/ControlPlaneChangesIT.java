package dev.fairlead.e2e;

@OnCluster(Provider.CONTROL_PLANE)
final class ControlPlaneChangesIT extends ChangesTests {
  ControlPlaneChangesIT(Cluster cluster) {
    super(cluster);
  }
}
