package dev.fairlead.policies.fixes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FixSwitchesTest {
  @Test
  void nothingIsEnabledUnasked() {
    assertThat(FixSwitches.of(Map.of()).enabled()).isEmpty();
    assertThat(FixSwitches.of(Map.of("fairlead.dev/named-ports", "disabled")).enabled()).isEmpty();
    assertThat(FixSwitches.of(Map.of("fairlead.dev/named-ports", "true")).enabled()).isEmpty();
  }

  @Test
  void eachFixIsEnabledByItsLabel() {
    assertThat(FixSwitches.of(Map.of("fairlead.dev/default-probes", "enabled")).enabled())
        .containsExactly("default-probes");
  }

  @Test
  void pathAndPortTogetherMakeAProbe() {
    var switches =
        FixSwitches.of(Map.of(FixSwitches.PROBE_PATH, "/health", FixSwitches.PROBE_PORT, "8080"));

    assertThat(switches.http()).contains(new HttpProbe("/health", 8080));
    assertThat(switches.wrong()).isEmpty();
  }

  @Test
  void aPortAloneSaysTooLittle() {
    var switches = FixSwitches.of(Map.of(FixSwitches.PROBE_PORT, "8080"));

    assertThat(switches.http()).isEmpty();
    assertThat(switches.wrong())
        .contains("the Namespace lacks the annotation fairlead.dev/probe-path");
  }

  @ParameterizedTest
  @CsvSource({
    "fairlead.dev/named-ports, enabled",
    "fairlead.dev/default-probes, disabled",
    "fairlead.dev/probe-path, /",
    "fairlead.dev/probe-path, /health?full=1",
    "fairlead.dev/probe-port, 1",
    "fairlead.dev/probe-port, 65535",
    "fairlead.dev/other, anything",
  })
  void whatMeansSomethingIsAllowed(String key, String value) {
    assertThat(FixSwitches.brokenOnNamespace(key, value)).isEqualTo(Optional.empty());
  }

  @ParameterizedTest
  @CsvSource({
    "fairlead.dev/named-ports, true, 'must be one of enabled, disabled'",
    "fairlead.dev/default-probes, '', 'must be one of enabled, disabled'",
    "fairlead.dev/probe-port, 0, must be a port number between 1 and 65535",
    "fairlead.dev/probe-port, 65536, must be a port number between 1 and 65535",
    "fairlead.dev/probe-port, http, must be a port number between 1 and 65535",
    "fairlead.dev/probe-path, health, must be a path such as /health: a slash and up to 99 visible"
        + " ASCII characters",
    "fairlead.dev/probe-path, /with space, must be a path such as /health: a slash and up to 99"
        + " visible ASCII characters",
  })
  void whatMeansNothingIsTold(String key, String value, String rule) {
    assertThat(FixSwitches.brokenOnNamespace(key, value)).contains(rule);
  }

  @Test
  void anObjectCanOnlyDoWithout() {
    assertThat(FixSwitches.brokenOnObject("fairlead.dev/named-ports", "disabled")).isEmpty();
    assertThat(FixSwitches.brokenOnObject("fairlead.dev/named-ports", "no"))
        .contains("must be disabled, or enabled as the Namespace's label says");
    assertThat(FixSwitches.brokenOnObject(FixSwitches.PROBE_PATH, "/health"))
        .contains("must stand on the Namespace, means nothing here");
  }
}
