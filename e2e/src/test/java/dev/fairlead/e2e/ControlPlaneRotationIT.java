package dev.fairlead.e2e;

@OnCluster(Provider.CONTROL_PLANE)
final class ControlPlaneRotationIT extends RotationTests {
  ControlPlaneRotationIT(Cluster cluster) {
    super(cluster);
  }
}
