package dev.fairlead.e2e;

@OnCluster(Provider.CONTROL_PLANE)
final class ControlPlaneFixesIT extends FixesTests {
  ControlPlaneFixesIT(Cluster cluster) {
    super(cluster);
  }
}
