package dev.fairlead.e2e;

@OnCluster(Provider.K3S)
final class K3sFixturesIT extends FixturesTests {
  K3sFixturesIT(Cluster cluster) {
    super(cluster);
  }
}
