package dev.fairlead.policies.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// How the table of kinds that make no Pods is read.
class PodlessKindsTest {
  @Test
  void groupsKindsFamiliesAndWhatIsLeftOutOfThem() {
    var common = PodlessKinds.common();

    assertThat(common)
        .contains(
            "wgpolicyk8s.io",
            "workload.linkerd.io/ExternalWorkload",
            "velero.io/ServerStatusRequest",
            "velero.io/VolumeSnapshotLocation",
            "*.services.k8s.aws",
            "!eks.services.k8s.aws/Addon")
        .allSatisfy(name -> assertThat(name).doesNotContain(" ", ":").isNotBlank())
        .hasSizeGreaterThan(500);
  }
}
