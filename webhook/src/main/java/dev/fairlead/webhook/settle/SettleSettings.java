package dev.fairlead.webhook.settle;

import dev.fairlead.policies.judge.Switches;
import dev.fairlead.webhook.api.LeaderSeat;
import java.time.Duration;
import java.util.Map;

/// What the operator has decided about settle.
///
/// @param window how long the other half may take where a namespace does not say
/// @param writesPerSecond how many requests that write may be sent
/// @param kindsEvery how often is asked whether kinds of reports have come
public record SettleSettings(
    SettledServices services,
    Duration window,
    int writesPerSecond,
    Duration kindsEvery,
    LeaderSeat seat) {
  /// @param switches of the Namespace
  Duration window(Map<String, String> switches) {
    var own = Switches.windowSeconds(switches);
    return own.isPresent() ? Duration.ofSeconds(own.getAsInt()) : window;
  }
}
