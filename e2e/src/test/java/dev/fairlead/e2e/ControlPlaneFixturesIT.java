package dev.fairlead.e2e;

@OnCluster(Provider.CONTROL_PLANE)
final class ControlPlaneFixturesIT extends FixturesTests {
  ControlPlaneFixturesIT(Cluster cluster) {
    super(cluster);
  }
}
