package dev.fairlead.policies.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.policies.fixtures.Manifests;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Why a Pod is not ready, in the words of kubelets and schedulers.
class PodTroubleTest {
  private static Optional<PodTrouble> trouble(String status) {
    var pod =
        """
        metadata: { name: shop-1 }
        spec: { containers: [{ name: web, startupProbe: {} }, { name: log }] }
        status: { %s }
        """
            .formatted(status);
    return PodTrouble.of(Manifests.trees(pod).getFirst());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          phase: Pending, conditions: [{type: PodScheduled, status: "False", message: "0/1 nodes are available"}]                  | is not scheduled: 0/1 nodes are available
          phase: Pending, containerStatuses: [{name: web, state: {waiting: {reason: ImagePullBackOff}}}]                           | waits in ImagePullBackOff (container "web")
          phase: Running, containerStatuses: [{name: web, state: {waiting: {reason: CrashLoopBackOff}}, lastState: {terminated: {exitCode: 3}}}] | waits in CrashLoopBackOff after exit code 3 (container "web")
          phase: Pending, initContainerStatuses: [{name: copy, state: {waiting: {reason: ErrImagePull}}}]                          | waits in ErrImagePull (container "copy")
          phase: Running, containerStatuses: [{name: log, started: true, state: {running: {}}, ready: false}]                       | does not pass its readiness probe (container "log")
          phase: Running, containerStatuses: [{name: web, started: false, state: {running: {}}, ready: false}]                     | does not pass its startup probe (container "web")
          phase: Running, conditions: [{type: ContainersReady, status: "True"}, {type: Ready, status: "False"}]                    | waits for a readiness gate
          phase: Failed, reason: Evicted                                                                                         | has failed: Evicted
          phase: Pending, containerStatuses: [{name: web, state: {waiting: {reason: ContainerCreating}}}]                          | is Pending
          """)
  void thePodItselfSaysWhatItLacks(String status, String reason) {
    assertThat(trouble(status)).contains(new PodTrouble("shop-1", reason));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          phase: Running, conditions: [{type: Ready, status: "True"}]
          phase: Succeeded
          """)
  void aPodThatIsReadyOrDoneLacksNothing(String status) {
    assertThat(trouble(status)).isEmpty();
  }

  @Test
  void whatASchedulerSaysAtLengthIsCut() {
    var words = "node ".repeat(50);
    assertThat(
            trouble(
                    "conditions: [{type: PodScheduled, status: 'False', message: '%s'}]"
                        .formatted(words))
                .orElseThrow()
                .reason())
        .hasSizeLessThan(120)
        .endsWith("…");
  }
}
