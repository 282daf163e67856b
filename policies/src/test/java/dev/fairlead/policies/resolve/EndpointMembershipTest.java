package dev.fairlead.policies.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.policies.fixtures.Manifests;
import dev.fairlead.policies.model.PodState;
import dev.fairlead.policies.model.Workload;
import dev.fairlead.policies.resolve.EndpointMembership.Terminating;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Upstream's `TestShouldPodBeInEndpoints` (kubernetes/endpointslice, `controller_utils_test.go`)
/// as a table.
class EndpointMembershipTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          M1  | Failed    | Never     | podIP: 1.2.3.4                               | LEFT_OUT | false
          M2  | Succeeded | Never     | podIP: 1.2.3.4                               | LEFT_OUT | false
          M3  | Succeeded | OnFailure | podIP: 1.2.3.4                               | LEFT_OUT | false
          M4  | Running   | Never     | podIPs: []                                   | LEFT_OUT | false
          M5  | Running   |           | podIP: 1.2.3.4, terminating                  | LEFT_OUT | false
          M6  | Failed    | Always    | podIP: 1.2.3.4                               | LEFT_OUT | false
          M7  | Pending   | Never     | podIP: 1.2.3.4                               | LEFT_OUT | true
          M8  | Unknown   | OnFailure | podIP: 1.2.3.4                               | LEFT_OUT | true
          M9  | Running   | Never     | podIP: 1.2.3.4                               | LEFT_OUT | true
          M10 | Running   | OnFailure | podIP: '', podIPs: [{ip: 1.2.3.4},{ip: "::1"}] | LEFT_OUT | true
          M11 | Running   |           | podIP: 1.2.3.4, terminating                  | INCLUDED | true
          """)
  void aPodIsAnEndpointWhereKubernetesSaysSo(
      String vector,
      String phase,
      @Nullable String restartPolicy,
      String status,
      Terminating terminating,
      boolean member) {
    var deleting = status.contains(", terminating");
    var pod =
        pod(
            deleting ? "deletionTimestamp: 2026-01-01T00:00:00Z" : "",
            restartPolicy == null ? "" : "restartPolicy: " + restartPolicy + ",",
            "phase: %s, %s".formatted(phase, status.replace(", terminating", "")));
    assertThat(EndpointMembership.of(pod, terminating)).as(vector).isEqualTo(member);
  }

  @Test
  void aPodWithoutAnAddressMayStillBecomeAnEndpoint() {
    var waiting = pod("", "", "phase: Pending");
    assertThat(EndpointMembership.of(waiting, Terminating.LEFT_OUT)).isFalse();
    assertThat(EndpointMembership.mayCome(waiting, Terminating.LEFT_OUT)).isTrue();
    assertThat(EndpointMembership.mayCome(pod("", "", "phase: Failed"), Terminating.INCLUDED))
        .isFalse();
  }

  private static PodState pod(String metadata, String spec, String status) {
    return Manifests.object(
            """
            apiVersion: v1
            kind: Pod
            metadata: { name: shop, %s }
            spec: { %s containers: [{ name: web }] }
            status: { %s }
            """
                .formatted(metadata, spec, status),
            Workload.class)
        .pod()
        .orElseThrow();
  }
}
