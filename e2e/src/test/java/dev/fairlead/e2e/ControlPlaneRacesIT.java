package dev.fairlead.e2e;

@OnCluster(Provider.CONTROL_PLANE)
final class ControlPlaneRacesIT extends RacesTests {
  ControlPlaneRacesIT(Cluster cluster) {
    super(cluster);
  }
}
