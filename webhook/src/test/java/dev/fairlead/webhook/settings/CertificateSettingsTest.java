package dev.fairlead.webhook.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.certs.RotationSettings;
import dev.fairlead.certs.ServingNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CertificateSettingsTest {
  @TempDir Path folder;

  @Test
  void nothingWrittenMeansFilesAndAnyClient() throws Exception {
    assertThat(read(Map.of()))
        .isEqualTo(new Settings.Certificates(Optional.empty(), Optional.empty()));
  }

  @Test
  void aSecretIsSharedUnderOurNameAndLabel() throws Exception {
    assertThat(read(Map.of("certificates.from", "secret", "namespace", "guard")).shared())
        .contains(
            new Settings.Certificates.Shared(
                "fairlead-serving",
                "fairlead.dev/ca-bundle=guard",
                new RotationSettings(
                    ServingNames.ofService("fairlead", "guard"),
                    Duration.ofDays(365),
                    Duration.ofDays(30),
                    Duration.ofMinutes(10))));
  }

  @Test
  void everythingAboutASharedSecretCanBeSet() throws Exception {
    var written =
        Map.of(
            "certificates.from", "secret",
            "certificates.secret", "keys",
            "certificates.service", "hook",
            "certificates.names", "10.0.0.1, hook.example.com",
            "certificates.configurations", "team in (a, b)",
            "certificates.authority-lifetime", "48h",
            "certificates.serving-lifetime", "2h",
            "certificates.overlap", "5s");

    assertThat(read(written).shared())
        .contains(
            new Settings.Certificates.Shared(
                "keys",
                "team in (a, b)",
                new RotationSettings(
                    ServingNames.ofService("hook", "fairlead-system")
                        .and(List.of("hook.example.com"), List.of("10.0.0.1")),
                    Duration.ofHours(48),
                    Duration.ofHours(2),
                    Duration.ofSeconds(5))));
  }

  @Test
  void clientsAreAllowedByAuthorityAndName() throws Exception {
    var authorities = file();

    assertThat(
            read(Map.of(
                    "clients.authorities", authorities, "clients.names", "kube-apiserver,other"))
                .clients())
        .contains(
            new Settings.Certificates.Clients(
                Path.of(authorities), Set.of("kube-apiserver", "other")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          certificates.from | vault | files (those of fairlead.cert-dir) or secret
          certificates.secret | Keys | the name of a Secret
          certificates.service | a_b | the name of a Service
          certificates.names | a b | a list of host names and IP addresses
          certificates.names | 0.0.0.0/8 | a list of host names and IP addresses
          certificates.configurations | , | a label selector, such as app=fairlead,tier=guard
          certificates.serving-lifetime | 30m | a time from 3600s to 3650d, such as 90d, 12h or 30m
          certificates.serving-lifetime | 400d | no longer than fairlead.certificates.authority-lifetime
          certificates.authority-lifetime | 4000d | a time from 3600s to 3650d, such as 90d, 12h or 30m
          certificates.overlap | 0s | a time from 1s to 3650d, such as 90d, 12h or 30m
          certificates.overlap | 100d | no longer than a quarter of fairlead.certificates.authority-lifetime
          cert-dir | /certs | left out where fairlead.certificates.from is secret
          """)
  void aBadValueBesideASecretIsToldWithWhatIsAllowed(String name, String value, String allowed) {
    var written = new HashMap<>(Map.of("certificates.from", "secret"));
    written.put(name, value);

    assertThatThrownBy(() -> read(written))
        .isInstanceOf(BadSettings.class)
        .hasMessageStartingWith("fairlead.%s: must be %s, is \"".formatted(name, allowed))
        .hasMessageEndingWith(" (option --%s)".formatted(name));
  }

  @Test
  void aSecretNeedsACluster() throws Exception {
    var written = Map.of("certificates.from", "secret", "state", file());

    assertThatThrownBy(() -> read(written))
        .hasMessageStartingWith(
            "fairlead.state: must be left out where fairlead.certificates.from is secret, is \"");
  }

  @ParameterizedTest
  @CsvSource({
    "certificates.secret, keys",
    "certificates.service, hook",
    "certificates.names, a.example.com",
    "certificates.configurations, a=b",
    "certificates.authority-lifetime, 48h",
    "certificates.serving-lifetime, 2h",
    "certificates.overlap, 5s"
  })
  void whatIsAboutASecretContradictsFiles(String name, String value) {
    assertThatThrownBy(() -> read(Map.of(name, value)))
        .hasMessage(
            "fairlead.%s: must be left out where fairlead.certificates.from is files, is \"%s\""
                + " (option --%s)",
            name, value, name);
  }

  @Test
  void clientsNeedBothAuthorityAndName() throws Exception {
    var authorities = file();

    assertThatThrownBy(() -> read(Map.of("clients.authorities", authorities)))
        .hasMessage(
            "fairlead.clients.names: must be set where fairlead.clients.authorities is, is \"\""
                + " (default)");
    assertThatThrownBy(() -> read(Map.of("clients.names", "kube-apiserver")))
        .hasMessage(
            "fairlead.clients.authorities: must be set where fairlead.clients.names is, is \"\""
                + " (default)");
    assertThatThrownBy(() -> read(Map.of("clients.authorities", "/no/such", "clients.names", "a")))
        .hasMessage(
            "fairlead.clients.authorities: must be a file that can be read, is \"/no/such\""
                + " (option --clients.authorities)");
  }

  private String file() throws IOException {
    return Files.writeString(folder.resolve("file"), "").toString();
  }

  private static Settings.Certificates read(Map<String, String> written) throws BadSettings {
    return SettingsReader.read(Optional.empty(), Map.of(), written).certificates();
  }
}
