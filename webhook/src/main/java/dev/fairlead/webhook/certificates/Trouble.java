package dev.fairlead.webhook.certificates;

import dev.fairlead.webhook.metrics.Metrics;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is wrong with the certificates at the moment; it is logged when it begins and when it ends.
final class Trouble {
  private static final Logger LOG = LoggerFactory.getLogger(Trouble.class);

  private final Metrics metrics;
  private volatile Optional<String> problem = Optional.empty();

  Trouble(Metrics metrics) {
    this.metrics = metrics;
  }

  Optional<String> problem() {
    return problem;
  }

  void is(String message) {
    metrics.certificateFailed();
    if (!problem.equals(Optional.of(message))) {
      LOG.atError()
          .addKeyValue("reason", message)
          .log("certificates cannot be renewed; trying again");
    }
    problem = Optional.of(message);
  }

  void over() {
    if (problem.isPresent()) {
      LOG.info("certificates can be renewed again");
    }
    problem = Optional.empty();
  }
}
