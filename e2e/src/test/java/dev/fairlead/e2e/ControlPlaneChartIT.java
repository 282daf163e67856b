package dev.fairlead.e2e;

@OnCluster(Provider.CONTROL_PLANE)
final class ControlPlaneChartIT extends ChartTests {
  ControlPlaneChartIT(Cluster cluster) {
    super(cluster);
  }
}
