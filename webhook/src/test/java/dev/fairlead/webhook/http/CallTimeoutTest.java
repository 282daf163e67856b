package dev.fairlead.webhook.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CallTimeoutTest {
  @ParameterizedTest
  @CsvSource({
    "5s, PT5S",
    "500ms, PT0.5S",
    "1.5s, PT1.5S",
    "0m10s, PT10S",
    "250us, PT0.00025S",
    "250µs, PT0.00025S",
    "100ns, PT0.0000001S",
    "30s, PT30S",
    "1m0s, PT30S",
    "999999999h, PT30S"
  })
  void durationsAreReadAsGoWritesThemUpToWhatAnApiServerCanMean(String written, Duration read) {
    assertThat(CallTimeout.of(written)).isEqualTo(read);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "5",
        "s",
        "-5s",
        "0s",
        "5 s",
        "5S",
        "soon",
        "5s;",
        "1e3s",
        "99999999999999999999s"
      })
  void whatIsNoneGivesTheDefault(String written) {
    assertThat(CallTimeout.of(written)).isEqualTo(CallTimeout.DEFAULT);
  }

  @Test
  void noneAtAllGivesTheDefault() {
    assertThat(CallTimeout.of(null)).isEqualTo(Duration.ofSeconds(10));
  }
}
