package dev.fairlead.webhook.logs;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.pattern.CompositeConverter;
import dev.fairlead.policies.model.PlainText;

/// `%plainLine(…)` in `logback.xml`: the text in the brackets as one short line, without control
/// characters.
public final class PlainLine extends CompositeConverter<ILoggingEvent> {
  /// In characters; room for every message of ours with all its names.
  static final int LONGEST = 2_048;

  @Override
  protected String transform(ILoggingEvent event, String text) {
    return PlainText.line(text.strip(), LONGEST);
  }
}
