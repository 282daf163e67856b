package dev.fairlead.e2e;

@OnCluster(Provider.K3S)
final class K3sUninstallIT extends UninstallTests {
  K3sUninstallIT(Cluster cluster) {
    super(cluster);
  }
}
