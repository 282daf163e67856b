package dev.fairlead.e2e;

@OnCluster(Provider.K3S)
final class K3sConditionsIT extends ConditionsTests {
  K3sConditionsIT(Cluster cluster) {
    super(cluster);
  }
}
