package dev.fairlead.e2e;

@OnCluster(Provider.K3S)
final class K3sRotationIT extends RotationTests {
  K3sRotationIT(Cluster cluster) {
    super(cluster);
  }
}
