package dev.fairlead.e2e;

@OnCluster(Provider.CONTROL_PLANE)
final class ControlPlaneSettleIT extends SettleTests {
  ControlPlaneSettleIT(Cluster cluster) {
    super(cluster);
  }
}
