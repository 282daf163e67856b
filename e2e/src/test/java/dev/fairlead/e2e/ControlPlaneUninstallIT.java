package dev.fairlead.e2e;

@OnCluster(Provider.CONTROL_PLANE)
final class ControlPlaneUninstallIT extends UninstallTests {
  ControlPlaneUninstallIT(Cluster cluster) {
    super(cluster);
  }
}
