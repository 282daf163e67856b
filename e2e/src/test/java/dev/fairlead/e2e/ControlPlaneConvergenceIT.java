package dev.fairlead.e2e;

@OnCluster(Provider.CONTROL_PLANE)
final class ControlPlaneConvergenceIT extends ConvergenceTests {
  ControlPlaneConvergenceIT(Cluster cluster) {
    super(cluster);
  }
}
