package dev.fairlead.policies.model;

import java.util.regex.Pattern;

/// An RFC 1123 label, which the name of a namespace must be (kubernetes/apimachinery,
/// pkg/util/validation, `IsDNS1123Label`).
public final class DnsLabel {
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  private DnsLabel() {}

  /// True for lower case letters, digits and hyphens between them, at most 63.
  public static boolean is(String text) {
    return LABEL.matcher(text).matches();
  }
}
