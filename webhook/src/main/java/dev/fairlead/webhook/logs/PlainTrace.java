package dev.fairlead.webhook.logs;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.IThrowableProxy;
import dev.fairlead.policies.model.PlainText;
import java.util.stream.Collectors;

/// `%plainTrace` in `logback.xml`: an exception with every line indented. So no message of an
/// exception looks like a line of the log.
public final class PlainTrace extends ThrowableProxyConverter {
  /// Of the whole trace, causes included.
  static final int MOST_LINES = 100;

  @Override
  protected String throwableProxyToString(IThrowableProxy exception) {
    var trace = super.throwableProxyToString(exception);
    return PlainText.lines(trace, MOST_LINES, PlainLine.LONGEST)
        .lines()
        .map(line -> "  " + line + System.lineSeparator())
        .collect(Collectors.joining());
  }
}
