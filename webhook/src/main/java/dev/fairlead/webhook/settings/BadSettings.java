package dev.fairlead.webhook.settings;

import java.io.Serial;
import java.util.List;

/// Settings that cannot be used. The message has one line for each problem: the setting, where it
/// was written, the value, what is allowed.
public final class BadSettings extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  BadSettings(List<String> problems) {
    super(String.join("\n", problems));
  }

  /// All of them, in the order of the settings.
  public List<String> problems() {
    return String.valueOf(getMessage()).lines().toList();
  }
}
