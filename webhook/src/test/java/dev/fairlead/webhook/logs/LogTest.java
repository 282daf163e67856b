package dev.fairlead.webhook.logs;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// The log as `logback.xml` writes it.
class LogTest {
  private static final String FORGED =
      "a\n2026-11-26T00:00:00.000Z INFO  Settler all is well\u001b[2J";
  private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");

  private final LoggerContext context = new LoggerContext();
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final Logger logger = context.getLogger("dev.fairlead.Some");

  @BeforeEach
  void configure() throws JoranException {
    context.setMDCAdapter(new LogbackMDCAdapter());
    var configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(LogTest.class.getResource("/logback.xml"));
    appender().setOutputStream(written);
  }

  @AfterEach
  void stop() {
    context.stop();
  }

  private OutputStreamAppender<ILoggingEvent> appender() {
    var appender = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).getAppender("stderr");
    return (OutputStreamAppender<ILoggingEvent>) appender;
  }

  private List<String> lines() {
    return written.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void whatOthersWroteForgesNoLine() {
    logger.atWarn().addKeyValue("uid", FORGED).log("no decision before the deadline");

    assertThat(lines())
        .singleElement()
        .asString()
        .contains("WARN  Some no decision before the deadline uid=\"a 2026-11-26T00:00:00.000Z")
        .doesNotContain("\u001b");
  }

  @Test
  void noMessageOfAnExceptionForgesALine() {
    logger.atError().setCause(new IllegalStateException(FORGED)).log("could not decide");

    assertThat(lines()).hasSizeGreaterThan(2);
    assertThat(lines().subList(1, lines().size())).allMatch(line -> line.startsWith("  "));
    assertThat(written.toString(StandardCharsets.UTF_8)).doesNotContain("\u001b");
  }

  @Test
  void aLineIsBoundedWhateverOthersWrote() {
    logger.atWarn().addKeyValue("uid", "x".repeat(1_000_000)).log("no decision");

    assertThat(lines()).singleElement().asString().hasSizeLessThan(PlainLine.LONGEST + 100);
  }

  @Test
  void eventsBeyondAFewOfAKindAreCountedAndLeftOut() {
    IntStream.range(0, 500).forEach(_ -> log(logger, NOON, "refused a client"));
    log(logger, NOON, "something else");
    log(logger, NOON.plusSeconds(61), "refused a client");

    assertThat(lines()).hasSize(RateLimit.MOST_A_MINUTE + 2);
    assertThat(lines().getLast()).endsWith("refused a client leftOut=\"490\"");
  }

  @Test
  void theEventsOfALibraryAreOfOneKind() {
    var library = context.getLogger("io.vertx.core.impl.BlockedThreadChecker");
    IntStream.range(0, 500).forEach(i -> log(library, NOON, "blocked for " + i + " ms"));

    assertThat(lines()).hasSize(RateLimit.MOST_A_MINUTE);
  }

  @Test
  void aLineOfJsonIsOneObject() {
    LogFormat.JSON.use(context);
    appender().setOutputStream(written);
    logger.atWarn().addKeyValue("uid", FORGED).log("no decision");

    var event = new JsonMapper().readTree(lines().getFirst());
    assertThat(lines()).hasSize(1);
    assertThat(event.get("level").stringValue()).isEqualTo("WARN");
    assertThat(event.get("formattedMessage").stringValue()).isEqualTo("no decision");
    assertThat(event.get("kvpList").get(0).get("uid").stringValue()).isEqualTo(FORGED);
  }

  private static void log(Logger logger, Instant time, String message) {
    var event = new LoggingEvent(LogTest.class.getName(), logger, Level.WARN, message, null, null);
    event.setInstant(time);
    logger.callAppenders(event);
  }
}
