package dev.fairlead.policies.resolve;

import dev.fairlead.policies.model.PodState;

/// Whether a live Pod is an endpoint of the Services that select it (kubernetes/endpointslice,
/// `ShouldPodBeInEndpoints`).
public final class EndpointMembership {
  /// What becomes of Pods that are being deleted.
  public enum Terminating {
    INCLUDED,
    LEFT_OUT
  }

  private EndpointMembership() {}

  public static boolean of(PodState pod, Terminating terminating) {
    return pod.hasAddress() && mayCome(pod, terminating);
  }

  /// The same for a Pod that may still be waiting for its address.
  public static boolean mayCome(PodState pod, Terminating terminating) {
    return !isDone(pod) && (!pod.terminating() || terminating == Terminating.INCLUDED);
  }

  private static boolean isDone(PodState pod) {
    return pod.phase().equals("Succeeded") || pod.phase().equals("Failed");
  }
}
