package dev.fairlead.webhook.logs;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a line of the log looks like.
public enum LogFormat {
  /// Words for people, as `logback.xml` says.
  TEXT,
  /// One JSON object a line, for programs.
  JSON;

  /// The name of the appender in `logback.xml`.
  private static final String APPENDER = "stderr";

  /// The format of that name, in lower case.
  public static Optional<LogFormat> of(String name) {
    return Arrays.stream(values()).filter(format -> format.label().equals(name)).findFirst();
  }

  /// All names, for messages.
  public static String labels() {
    return Arrays.stream(values()).map(LogFormat::label).collect(Collectors.joining(", "));
  }

  private String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Writes the log of this program so from now on.
  public void use() {
    use((LoggerContext) LoggerFactory.getILoggerFactory());
  }

  void use(LoggerContext context) {
    switch (this) {
      case TEXT -> {}
      case JSON -> useJson(context);
    }
  }

  private static void useJson(LoggerContext context) {
    var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    if (root.getAppender(APPENDER) instanceof OutputStreamAppender<ILoggingEvent> appender) {
      appender.stop();
      appender.setEncoder(jsonEncoder(context));
      appender.start();
    }
  }

  private static JsonEncoder jsonEncoder(LoggerContext context) {
    var encoder = new JsonEncoder();
    encoder.setContext(context);
    encoder.setWithSequenceNumber(false);
    encoder.setWithNanoseconds(false);
    encoder.setWithContext(false);
    encoder.setWithMDC(false);
    encoder.setWithMessage(false);
    encoder.setWithArguments(false);
    encoder.setWithFormattedMessage(true);
    encoder.start();
    return encoder;
  }
}
