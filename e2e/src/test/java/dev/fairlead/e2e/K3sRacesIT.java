package dev.fairlead.e2e;

@OnCluster(Provider.K3S)
final class K3sRacesIT extends RacesTests {
  K3sRacesIT(Cluster cluster) {
    super(cluster);
  }
}
