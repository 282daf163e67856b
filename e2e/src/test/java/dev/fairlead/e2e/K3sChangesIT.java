package dev.fairlead.e2e;

@OnCluster(Provider.K3S)
final class K3sChangesIT extends ChangesTests {
  K3sChangesIT(Cluster cluster) {
    super(cluster);
  }
}
