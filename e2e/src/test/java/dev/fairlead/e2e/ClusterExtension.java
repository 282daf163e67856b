package dev.fairlead.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Starts the cluster of this run when it is first needed, and stops it after all tests. Starts the
/// webhook for a class that wants it, and stops it after the tests of the class. Says out loud
/// which tests do not run.
final class ClusterExtension implements ExecutionCondition, BeforeAllCallback, ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(ClusterExtension.class);

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (context.getTestMethod().isPresent()) {
      return ConditionEvaluationResult.enabled("its class is");
    }
    var provider = Provider.ofThisRun();
    return provider
        .excuse()
        .map(excuse -> announced(context, provider, excuse))
        .orElseGet(() -> ConditionEvaluationResult.enabled(provider.label()));
  }

  private static ConditionEvaluationResult announced(
      ExtensionContext context, Provider provider, String excuse) {
    var line = "E2E NOT RUN on %s: %s".formatted(provider.label(), excuse);
    ofAllTests(context)
        .computeIfAbsent(
            line,
            text -> {
              System.err.println(text);
              return text;
            });
    return ConditionEvaluationResult.disabled(line);
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    if (wantsWebhook(context)) {
      webhook(context);
    } else {
      makeRoom(context);
    }
  }

  /// Services of earlier classes would be named where the next expects none.
  private static Cluster makeRoom(ExtensionContext context) {
    var cluster = cluster(context);
    Sandbox.removeServices(cluster);
    return cluster;
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    var type = parameter.getParameter().getType();
    return type == Cluster.class || (type == Webhook.class && wantsWebhook(context));
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Cluster.class
        ? cluster(context)
        : webhook(context);
  }

  private static boolean wantsWebhook(ExtensionContext context) {
    return context.getRequiredTestClass().getAnnotation(OnCluster.class).withWebhook();
  }

  private static Webhook webhook(ExtensionContext context) {
    // A store closes what it holds: this one after the tests of the class.
    return context
        .getStore(NAMESPACE)
        .computeIfAbsent(Webhook.class, _ -> Webhook.start(makeRoom(context)), Webhook.class);
  }

  private static Cluster cluster(ExtensionContext context) {
    return ofAllTests(context)
        .computeIfAbsent(
            Provider.ofThisRun(), provider -> provider.start(emptyFolder(provider)), Cluster.class);
  }

  private static Store ofAllTests(ExtensionContext context) {
    return context.getRoot().getStore(NAMESPACE);
  }

  private static Path emptyFolder(Provider provider) {
    var folder = Checkout.target("clusters", provider.label());
    try {
      if (Files.exists(folder)) {
        try (var files = Files.walk(folder)) {
          for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(file);
          }
        }
      }
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
