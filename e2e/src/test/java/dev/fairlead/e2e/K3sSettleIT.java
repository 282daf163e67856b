package dev.fairlead.e2e;

@OnCluster(Provider.K3S)
final class K3sSettleIT extends SettleTests {
  K3sSettleIT(Cluster cluster) {
    super(cluster);
  }
}
