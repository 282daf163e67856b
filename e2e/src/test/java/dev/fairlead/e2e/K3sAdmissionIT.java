package dev.fairlead.e2e;

@OnCluster(Provider.K3S)
final class K3sAdmissionIT extends AdmissionTests {
  K3sAdmissionIT(Cluster cluster) {
    super(cluster);
  }
}
