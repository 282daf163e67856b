package dev.fairlead.e2e;

@OnCluster(Provider.K3S)
final class K3sFaultsIT extends FaultsTests {
  K3sFaultsIT(Cluster cluster) {
    super(cluster);
  }
}
