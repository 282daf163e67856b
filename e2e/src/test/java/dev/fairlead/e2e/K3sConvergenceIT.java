package dev.fairlead.e2e;

@OnCluster(Provider.K3S)
final class K3sConvergenceIT extends ConvergenceTests {
  K3sConvergenceIT(Cluster cluster) {
    super(cluster);
  }
}
