package dev.fairlead.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Starts the cluster of a class that is [OnCluster] when it is first needed, and stops it after
/// all tests; says out loud which tests do not run.
final class ClusterExtension implements ExecutionCondition, ParameterResolver {
  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (context.getTestMethod().isPresent()) {
      return ConditionEvaluationResult.enabled("its class is");
    }
    var provider = provider(context);
    return provider
        .excuse()
        .map(excuse -> announced(context, provider, excuse))
        .orElseGet(() -> ConditionEvaluationResult.enabled(provider.label()));
  }

  private static ConditionEvaluationResult announced(
      ExtensionContext context, Provider provider, String excuse) {
    var line = "E2E NOT RUN on %s: %s".formatted(provider.label(), excuse);
    store(context)
        .computeIfAbsent(
            line,
            text -> {
              System.err.println(text);
              return text;
            });
    return ConditionEvaluationResult.disabled(line);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Cluster.class;
  }

  @Override
  public Cluster resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return store(context)
        .computeIfAbsent(
            provider(context), provider -> provider.start(emptyFolder(provider)), Cluster.class);
  }

  private static Provider provider(ExtensionContext context) {
    return context.getRequiredTestClass().getAnnotation(OnCluster.class).value();
  }

  /// The launcher's own store, which closes what it holds at the end of all tests.
  private static Store store(ExtensionContext context) {
    return context.getRoot().getStore(Namespace.create(ClusterExtension.class));
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
