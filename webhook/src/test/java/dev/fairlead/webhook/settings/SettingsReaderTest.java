package dev.fairlead.webhook.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.policies.judge.Level;
import dev.fairlead.policies.judge.Overrides;
import dev.fairlead.policies.model.FieldPath;
import dev.fairlead.webhook.cluster.Disclosure;
import dev.fairlead.webhook.logs.LogFormat;
import dev.fairlead.webhook.settings.Settings.ManagementAccess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingsReaderTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("fairlead.yaml");
  }

  @Test
  void nothingWrittenGivesTheDefaults() throws Exception {
    var settings = SettingsReader.read(Optional.empty(), Map.of(), Map.of());

    assertThat(settings.listen())
        .isEqualTo(
            new Settings.Listen("0.0.0.0", 8443, 8081, ManagementAccess.ANYONE, Optional.empty()));
    assertThat(settings.cluster())
        .isEqualTo(new Settings.Cluster(Optional.empty(), Optional.empty(), "fairlead-system"));
    assertThat(settings.judging())
        .isEqualTo(
            new Settings.Judging(
                Level.GUARD,
                Duration.ofSeconds(60),
                Set.of(Level.STRICT, Level.GUARD, Level.WARN)));
    assertThat(settings.exempt())
        .isEqualTo(
            new Settings.Exempt(Set.of("kube-system", "kube-node-lease"), Set.of(), Set.of()));
    assertThat(settings.people().fieldManagers()).contains("kubectl", "kubectl-*", "k9s");
    assertThat(settings.controllers().users())
        .contains("system:serviceaccount:argo-rollouts:argo-rollouts");
    assertThat(settings.customKinds())
        .isEqualTo(new Settings.CustomKinds(Set.of(), Map.of(), Duration.ofSeconds(30)));
    assertThat(settings.disclosure()).isEqualTo(new Disclosure.All());
    assertThat(settings.logFormat()).isEqualTo(LogFormat.TEXT);
    assertThat(settings.limits())
        .isEqualTo(
            new Settings.Limits(
                Duration.ofSeconds(1),
                Duration.ofSeconds(20),
                512,
                1_024,
                Duration.ofSeconds(5),
                Duration.ofMinutes(1)));
  }

  @Test
  void everySettingCanBeWrittenInTheFile() throws Exception {
    var state = Files.createDirectory(folder.resolve("state"));
    write(
        """
        fairlead:
          address: "::1"
          port: 9443
          management-port: 0
          management-access: anyone
          cert-dir: %s
          state: %s
          namespace: guard
          level: strict
          window: 5m
          overrides: [strict, warn]
          exempt:
            namespaces: [a, b]
            users: [jane]
            groups: []
          people:
            field-managers: [portal-*]
          controllers:
            users: [roller]
          custom-kinds:
            podless: [acid.zalan.do, example.com/Widget]
            templates: [agones.dev/Fleet=spec.template.spec.template]
            refresh: 2m
          stale-after: 90s
          confirm-timeout: 250ms
          drain-time: 0s
          max-in-flight: 7
          max-connections: 20
          body-timeout: 2s
          settle: {lease: seat, lease-time: 3s, writes-per-second: 5, dns-services: [a/dns]}
          hints: {namespaces: labelled, label: example.com/tenant}
          log: {format: json}
        """
            .formatted(folder.resolve("certs"), state));

    assertThat(fromFile())
        .isEqualTo(
            new Settings(
                new Settings.Listen(
                    "0:0:0:0:0:0:0:1",
                    9443,
                    0,
                    ManagementAccess.ANYONE,
                    Optional.of(folder.resolve("certs"))),
                new Settings.Cluster(Optional.empty(), Optional.of(state), "guard"),
                new Settings.Judging(
                    Level.STRICT, Duration.ofMinutes(5), Set.of(Level.STRICT, Level.WARN)),
                new Settings.Exempt(Set.of("a", "b"), Set.of("jane"), Set.of()),
                new Settings.People(Set.of("portal-*")),
                new Settings.Controllers(Set.of("roller")),
                new Settings.CustomKinds(
                    Set.of("acid.zalan.do", "example.com/Widget"),
                    Map.of(
                        "agones.dev/Fleet", FieldPath.of("spec", "template", "spec", "template")),
                    Duration.ofMinutes(2)),
                new Disclosure.Labelled("example.com/tenant"),
                new Settings.Limits(
                    Duration.ofMillis(250),
                    Duration.ZERO,
                    7,
                    20,
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(90)),
                Optional.of(new Settings.Settle("seat", Duration.ofSeconds(3), 5, Set.of("a/dns"))),
                new Settings.Certificates(Optional.empty(), Optional.empty()),
                LogFormat.JSON));
  }

  @Test
  void tokensAreReviewedByAnApiServer() throws Exception {
    var settings =
        SettingsReader.read(
            Optional.empty(), Map.of("FAIRLEAD_MANAGEMENT_ACCESS", "authorized"), Map.of());

    assertThat(settings.listen().managementAccess()).isEqualTo(ManagementAccess.AUTHORIZED);
    assertThatThrownBy(
            () ->
                SettingsReader.read(
                    Optional.empty(),
                    Map.of("FAIRLEAD_MANAGEMENT_ACCESS", "authorized"),
                    Map.of("state", folder.toString())))
        .isInstanceOfSatisfying(
            BadSettings.class,
            e ->
                assertThat(e.problems())
                    .containsExactly(
                        "fairlead.management-access: must be anyone where fairlead.state is set,"
                            + " is \"authorized\" (environment variable"
                            + " FAIRLEAD_MANAGEMENT_ACCESS)"));
  }

  @Test
  void hintsByALabelNeedItsKey() {
    assertThatThrownBy(
            () ->
                SettingsReader.read(
                    Optional.empty(), Map.of("FAIRLEAD_HINTS_NAMESPACES", "labelled"), Map.of()))
        .isInstanceOfSatisfying(
            BadSettings.class,
            e ->
                assertThat(e.problems())
                    .containsExactly(
                        "fairlead.hints.namespaces: must be all or none where fairlead.hints.label"
                            + " is not set, is \"labelled\" (environment variable"
                            + " FAIRLEAD_HINTS_NAMESPACES)"));
  }

  @Test
  void theCommandLineGoesBeforeTheEnvironmentAndThatBeforeTheFile() throws Exception {
    write("fairlead: {port: 1, management-port: 2, max-in-flight: 3, level: warn}");
    var environment =
        Map.of(
            "FAIRLEAD_MANAGEMENT_PORT", "20", "FAIRLEAD_MAX_IN_FLIGHT", "30", "FAIRLEAD_LEVEL", "");

    var settings =
        SettingsReader.read(Optional.of(file), environment, Map.of("max-in-flight", "300"));

    assertThat(settings.listen().port()).isEqualTo(1);
    assertThat(settings.listen().managementPort()).isEqualTo(20);
    assertThat(settings.limits().maxInFlight()).isEqualTo(300);
    assertThat(settings.judging().level()).isEqualTo(Level.WARN);
  }

  @Test
  void nestedAndHyphenatedSettingsHaveVariablesToo() throws Exception {
    write("fairlead: {exempt: {users: [from-file]}, people: {field-managers:" + " [from-file]}}");

    var settings =
        SettingsReader.read(
            Optional.of(file),
            Map.of(
                "FAIRLEAD_EXEMPT_USERS", "jane, system:admin",
                "FAIRLEAD_PEOPLE_FIELD_MANAGERS", "portal-*"),
            Map.of());

    assertThat(settings.exempt().users()).containsExactlyInAnyOrder("jane", "system:admin");
    assertThat(settings.people().fieldManagers()).containsExactly("portal-*");
  }

  @Test
  void whatKubernetesWritesForAServiceNamedFairleadIsNoSetting() throws Exception {
    var links =
        Map.of(
            "FAIRLEAD_SERVICE_HOST", "10.0.0.1",
            "FAIRLEAD_SERVICE_PORT", "443",
            "FAIRLEAD_PORT", "tcp://10.0.0.1:443",
            "FAIRLEAD_PORT_443_TCP", "tcp://10.0.0.1:443",
            "FAIRLEAD_PORT_443_TCP_PORT", "443");

    assertThat(SettingsReader.read(Optional.empty(), links, Map.of()).listen().port())
        .isEqualTo(8443);
  }

  @Test
  void offNeedsNoQuotesThoughYamlReadsItAsFalse() throws Exception {
    write("fairlead: {level: off, overrides: off}");

    assertThat(fromFile().judging().level()).isEqualTo(Level.OFF);
    assertThat(fromFile().judging().overrides()).isEmpty();
  }

  @Test
  void overridesCountWhereTheSettingSaysSo() throws Exception {
    var everywhere = overrides("allowed");
    var someLevels = overrides("guard,warn");

    assertThat(everywhere.overridesAt(Level.STRICT)).isEqualTo(Overrides.HONOURED);
    assertThat(someLevels.overridesAt(Level.STRICT)).isEqualTo(Overrides.IGNORED);
    assertThat(someLevels.overridesAt(Level.GUARD)).isEqualTo(Overrides.HONOURED);
    assertThat(overrides("off").overridesAt(Level.GUARD)).isEqualTo(Overrides.IGNORED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          port | abc | a whole number from 0 to 65535
          port | 65536 | a whole number from 0 to 65535
          port | -1 | a whole number from 0 to 65535
          port | 80.5 | a whole number from 0 to 65535
          management-port | 99999999999 | a whole number from 0 to 65535
          max-in-flight | 0 | a whole number from 1 to 1000000
          max-connections | 15 | a whole number from 16 to 1000000
          body-timeout | 31s | a time from 100ms to 30s, such as 500ms, 60s or 5m
          window | 60 | a time from 1000ms to 86400s, such as 500ms, 60s or 5m
          window | 0s | a time from 1000ms to 86400s, such as 500ms, 60s or 5m
          window | soon | a time from 1000ms to 86400s, such as 500ms, 60s or 5m
          confirm-timeout | 31s | a time from 1ms to 30s, such as 500ms, 60s or 5m
          drain-time | -1s | a time from 0ms to 600s, such as 500ms, 60s or 5m
          level | Guard | one of strict, guard, warn, off
          overrides | guard,off | allowed, off, or the levels at which they count (strict, guard, warn)
          overrides | never | allowed, off, or the levels at which they count (strict, guard, warn)
          custom-kinds.podless | example.com/widget | a list of API groups and kinds (example.com, example.com/Widget)
          custom-kinds.templates | example.com/Widget | a list of kinds and where their pod template stands (example.com/Widget=spec.template)
          custom-kinds.templates | Widget=spec | a list of kinds and where their pod template stands (example.com/Widget=spec.template)
          custom-kinds.refresh | 0s | a time from 1000ms to 3600s, such as 500ms, 60s or 5m
          stale-after | 500ms | a time from 1000ms to 3600s, such as 500ms, 60s or 5m
          address | example.com | an IP address (0.0.0.0 for all of this machine)
          address | 1.2.3.4.5 | an IP address (0.0.0.0 for all of this machine)
          namespace | Fair_Lead | the name of a namespace
          kubeconfig | /no/such/file | a file that can be read
          state | /no/such/file | a file or directory of manifests that can be read
          exempt.users | a,,b | a list of names, none of them empty or with blanks
          exempt.groups | a b | a list of names, none of them empty or with blanks
          """)
  void aBadValueIsToldWithSettingOriginAndWhatIsAllowed(String name, String value, String allowed)
      throws IOException {
    var variable = "FAIRLEAD_" + name.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
    write("fairlead.%s: \"%s\"".formatted(name, value));

    var problem = "fairlead.%s: must be %s, is \"%s\" (%%s)".formatted(name, allowed, value);
    assertThatThrownBy(this::fromFile).hasMessage(problem.formatted("file " + file));
    assertThatThrownBy(
            () -> SettingsReader.read(Optional.empty(), Map.of(variable, value), Map.of()))
        .hasMessage(problem.formatted("environment variable " + variable));
    assertThatThrownBy(() -> SettingsReader.read(Optional.empty(), Map.of(), Map.of(name, value)))
        .hasMessage(problem.formatted("option --" + name));
  }

  @Test
  void aListWhereOneValueBelongsIsRefused() throws Exception {
    write("fairlead: {port: [1, 2], level: {name: guard}}");

    assertThatThrownBy(this::fromFile)
        .hasMessageContaining(
            "fairlead.port: must be a whole number from 0 to 65535, is \"[1, 2]\"")
        .hasMessageContaining("fairlead.level.name: must be a setting, is none");
  }

  @Test
  void aCertificateFolderMustNotBeAFile() throws Exception {
    write("");

    assertThatThrownBy(
            () ->
                SettingsReader.read(
                    Optional.empty(), Map.of(), Map.of("cert-dir", file.toString())))
        .isInstanceOf(BadSettings.class)
        .hasMessageStartingWith(
            "fairlead.cert-dir: must be a directory, or a path where one can be made, is ");
  }

  @Test
  void anEmptyPathIsNoPath() {
    assertThatThrownBy(() -> SettingsReader.read(Optional.empty(), Map.of(), Map.of("state", "")))
        .hasMessageStartingWith("fairlead.state: must be a file or directory");
  }

  @Test
  void bothServersOnOnePortAreRefused() {
    assertThatThrownBy(
            () -> SettingsReader.read(Optional.empty(), Map.of(), Map.of("port", "8081")))
        .hasMessage(
            "fairlead.management-port: must be another port than fairlead.port, is \"8081\""
                + " (default)");
  }

  @Test
  void aClusterAndAStandInForItAreRefused() throws Exception {
    write("");
    var both = Map.of("kubeconfig", file.toString(), "state", folder.toString());

    assertThatThrownBy(() -> SettingsReader.read(Optional.empty(), Map.of(), both))
        .hasMessage(
            "fairlead.state: must be left out where fairlead.kubeconfig is set, is \"%s\" (option"
                    .formatted(folder)
                + " --state)");
  }

  @Test
  void anUnknownSettingNamesTheNearest() throws Exception {
    write("fairlead:\n  prot: 1\n  exempt:\n    user: [a]\nport: 2");

    assertThatThrownBy(this::fromFile)
        .isInstanceOfSatisfying(
            BadSettings.class,
            bad ->
                assertThat(bad.problems())
                    .containsExactly(
                        "fairlead.prot: must be a setting, is none; did you mean fairlead.port?"
                            + " (file %s)".formatted(file),
                        "fairlead.exempt.user: must be a setting, is none; did you mean"
                            + " fairlead.exempt.users? (file %s)".formatted(file),
                        "port: must be a setting, is none; did you mean fairlead.port?"
                            + " (file %s)".formatted(file)));
  }

  @Test
  void aVariableThatIsAlmostASettingIsRefusedAndOthersAreLeftAlone() {
    var environment = Map.of("FAIRLEAD_PROT", "1", "FAIRLEAD_CORPUS", "2", "HOME", "3");

    assertThatThrownBy(() -> SettingsReader.read(Optional.empty(), environment, Map.of()))
        .hasMessage(
            "FAIRLEAD_PROT: must be a setting, is none; did you mean FAIRLEAD_PORT? (environment"
                + " variable)");
  }

  @Test
  void allThatIsWrongIsToldAtOnce() {
    assertThatThrownBy(
            () ->
                SettingsReader.read(
                    Optional.empty(),
                    Map.of("FAIRLEAD_LEVEL", "hard"),
                    Map.of("port", "x", "windw", "1m")))
        .isInstanceOfSatisfying(
            BadSettings.class,
            bad ->
                assertThat(bad.problems())
                    .extracting(problem -> problem.substring(0, problem.indexOf(':')))
                    .containsExactly("fairlead.port", "fairlead.level", "fairlead.windw"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          'fairlead: [' | must be YAML: line 1, column
          'fairlead: {port: 1, port: 2}' | must be YAML: line 1, column 21: found duplicate key port
          'just text' | must be a YAML map of settings, is something else
          '- a' | must be a YAML map of settings, is something else
          'a: !!java.net.URL [x]' | must be YAML: line 1
          """)
  void aFileThatIsNoYamlMapIsToldInOneLine(String text, String problem) throws IOException {
    write(text);

    assertThatThrownBy(this::fromFile)
        .isInstanceOf(BadSettings.class)
        .hasMessageStartingWith(file + ": " + problem)
        .message()
        .doesNotContain("\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# nothing\n", "{}", "fairlead:\n", "fairlead: {port: }"})
  void aFileThatSaysNothingIsFine(String text) throws Exception {
    write(text);

    assertThat(fromFile().listen().port()).isEqualTo(8443);
  }

  @Test
  void aFileThatIsNotThereOrNoTextIsTold() throws Exception {
    assertThatThrownBy(this::fromFile).hasMessage(file + ": must be a file, does not exist");

    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe});
    assertThatThrownBy(this::fromFile).hasMessage(file + ": must be YAML, is not text");

    assertThatThrownBy(() -> SettingsReader.read(Optional.of(folder), Map.of(), Map.of()))
        .isInstanceOf(BadSettings.class)
        .hasMessageStartingWith(folder + ": must be a readable file: ");
  }

  @Test
  void aPlaceholderThatNobodyFillsIsTold() throws Exception {
    write("fairlead: {namespace: \"${NO_SUCH_VARIABLE_ANYWHERE}\"}");

    assertThatThrownBy(this::fromFile)
        .isInstanceOf(BadSettings.class)
        .hasMessageStartingWith("fairlead.namespace: ")
        .hasMessageContaining("NO_SUCH_VARIABLE_ANYWHERE");
  }

  private static Settings.Judging overrides(String value) throws BadSettings {
    return SettingsReader.read(Optional.empty(), Map.of(), Map.of("overrides", value)).judging();
  }

  private Settings fromFile() throws BadSettings {
    return SettingsReader.read(Optional.of(file), Map.of(), Map.of());
  }

  private void write(String text) throws IOException {
    Files.write(file, text.getBytes(StandardCharsets.UTF_8));
  }
}
