package dev.fairlead.policies.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which servers cannot be the cluster's.
class NameResolutionTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "8.8.8.8",
        "1.1.1.1",
        "34.118.240.1",
        "100.128.0.1",
        "172.32.0.1",
        "192.169.0.1",
        "2001:4860:4860::8888",
        "2606:4700::1111"
      })
  void thePublicOnes(String address) {
    assertThat(NameResolution.isPublic(address)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.96.0.10",
        "127.0.0.53",
        "34.118.224.10",
        "100.64.0.10",
        "169.254.20.10",
        "172.20.0.10",
        "192.168.1.1",
        "0.0.0.0",
        "::1",
        "fe80::1",
        "fd00:10:96::a",
        "::ffff:10.0.0.1",
        "dns.example.com",
        "null",
        ""
      })
  void notTheOthers(String address) {
    assertThat(NameResolution.isPublic(address)).isFalse();
  }
}
