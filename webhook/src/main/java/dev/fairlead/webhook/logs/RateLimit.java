package dev.fairlead.webhook.logs;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.event.KeyValuePair;

/// Lets a few events of each kind into the log in a minute. The first one of the next minute says
/// how many were left out.
///
/// Events of Fairlead are of one kind where their constant message is the same; all those of
/// another logger are of one kind, since its messages may hold numbers and names.
public final class RateLimit extends Filter<ILoggingEvent> {
  /// Enough to see what goes on, and few enough for any disk.
  static final int MOST_A_MINUTE = 10;

  private static final long MINUTE_MILLIS = 60_000;

  /// More than there are messages in the program; the kind that was seen longest ago is forgotten.
  private static final int MOST_KINDS = 1_000;

  private static final String OURS = "dev.fairlead.";

  /// What came of one kind.
  ///
  /// @param began in milliseconds, by the clock of the events
  /// @param count how many events came since then
  private record Minute(long began, int count) {
    int leftOut() {
      return Math.max(0, count - MOST_A_MINUTE);
    }
  }

  private final Map<String, Minute> minutes =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Minute> eldest) {
          return size() > MOST_KINDS;
        }
      };

  @Override
  public synchronized FilterReply decide(ILoggingEvent event) {
    var now = event.getTimeStamp();
    var minute = minutes.getOrDefault(kind(event), new Minute(now, 0));
    if (now - minute.began() >= MINUTE_MILLIS) {
      tellLeftOut(event, minute.leftOut());
      minute = new Minute(now, 0);
    }
    var next = new Minute(minute.began(), minute.count() + 1);
    minutes.put(kind(event), next);
    return next.leftOut() > 0 ? FilterReply.DENY : FilterReply.NEUTRAL;
  }

  private static String kind(ILoggingEvent event) {
    var logger = event.getLoggerName();
    return logger.startsWith(OURS)
        ? logger + " " + event.getMessage()
        : logger + " " + event.getLevel();
  }

  private static void tellLeftOut(ILoggingEvent event, int leftOut) {
    if (leftOut > 0 && event instanceof LoggingEvent open) {
      open.addKeyValuePair(new KeyValuePair("leftOut", leftOut));
    }
  }
}
