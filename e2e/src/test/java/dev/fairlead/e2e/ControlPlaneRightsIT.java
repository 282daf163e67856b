package dev.fairlead.e2e;

@OnCluster(Provider.CONTROL_PLANE)
final class ControlPlaneRightsIT extends RightsTests {
  ControlPlaneRightsIT(Cluster cluster) {
    super(cluster);
  }
}
