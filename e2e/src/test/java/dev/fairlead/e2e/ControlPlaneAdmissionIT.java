package dev.fairlead.e2e;

@OnCluster(Provider.CONTROL_PLANE)
final class ControlPlaneAdmissionIT extends AdmissionTests {
  ControlPlaneAdmissionIT(Cluster cluster) {
    super(cluster);
  }
}
