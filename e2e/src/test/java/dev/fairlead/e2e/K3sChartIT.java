package dev.fairlead.e2e;

@OnCluster(Provider.K3S)
final class K3sChartIT extends ChartTests {
  K3sChartIT(Cluster cluster) {
    super(cluster);
  }
}
