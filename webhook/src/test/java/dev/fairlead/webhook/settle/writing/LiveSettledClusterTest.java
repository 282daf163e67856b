package dev.fairlead.webhook.settle.writing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiveSettledClusterTest {
  @ParameterizedTest
  @CsvSource({
    "2026-11-26T18:17:50Z,           2026-11-26T18:17:50.000000Z",
    "2026-11-26T18:17:50.608Z,       2026-11-26T18:17:50.608000Z",
    "2026-11-26T18:17:50.608123Z,    2026-11-26T18:17:50.608123Z",
    "2026-11-26T18:17:50.608123456Z, 2026-11-26T18:17:50.608123Z"
  })
  void aMicroTimeHasSixDigits(Instant time, String written) {
    assertThat(LiveSettledCluster.microTime(time)).isEqualTo(written);
  }
}
