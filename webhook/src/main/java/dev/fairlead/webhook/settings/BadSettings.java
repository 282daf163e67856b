package dev.fairlead.webhook.settings;

import java.io.Serial;
import java.util.List;

/// Settings that cannot be used. Its message is for whoever wrote them, one problem a line: which
/// setting, where it was written, what was written, what is allowed.
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
