package dev.fairlead.e2e;

@OnCluster(Provider.K3S)
final class K3sFixesIT extends FixesTests {
  K3sFixesIT(Cluster cluster) {
    super(cluster);
  }
}
