package dev.fairlead.policies.model;

import java.util.regex.Pattern;

/// The API server's rules for port numbers and names (`IsValidPortNum`, `IsValidPortName`).
public final class PortRules {
  /// Upstream's limit for a port name.
  private static final int LONGEST_NAME = 15;

  private static final Pattern NAME = Pattern.compile("(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*");
  private static final Pattern DIGITS = Pattern.compile("[0-9]+");

  private PortRules() {}

  /// A required port number; 0 where it is missing.
  static int port(Fields entry, String field) {
    var number = entry.number(field);
    if (number.isEmpty()) {
      entry.invalid(field, "Required value: must be between 1 and 65535");
      return 0;
    }
    inRange(entry, field, number.getAsInt());
    return number.getAsInt();
  }

  static void inRange(Fields entry, String field, int number) {
    if (number < 1 || number > 65535) {
      entry.invalid(field, "Invalid value: %d: must be between 1 and 65535".formatted(number));
    }
  }

  static void named(Fields entry, String field, String name) {
    if (name.length() > LONGEST_NAME) {
      entry.invalid(
          field, "Invalid value: \"%s\": must be no more than 15 characters".formatted(name));
      return;
    }
    if (!NAME.matcher(name).matches()) {
      entry.invalid(
          field,
          "Invalid value: \"%s\": must be lower case letters, digits and single hyphens between them, with a letter"
              .formatted(name));
    }
  }

  /// Whether a container may give a port this name.
  public static boolean isName(String name) {
    return name.length() <= LONGEST_NAME && NAME.matcher(name).matches();
  }

  static boolean isNumber(String text) {
    return DIGITS.matcher(text).matches();
  }
}
