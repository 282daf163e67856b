package dev.fairlead.e2e;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/// Whoever knows of no order between objects, as Terraform: ten of them at a time.
record TerraformLike(Api api) implements Deploys {
  private static final String FIELD_MANAGER = "Terraform";
  private static final int AT_A_TIME = 10;

  @Override
  public Attempt deploy(Sandbox sandbox, Manifests before, Manifests after) {
    var namespace = sandbox.namespace();
    var requests =
        new ArrayList<>(
            Stream.concat(
                    after.objects().stream()
                        .map(object -> apply(Manifests.inNamespace(object, namespace))),
                    Deploys.unwanted(before, after).objects().stream()
                        .map(object -> delete(Manifests.inNamespace(object, namespace))))
                .toList());
    // The same order each time the suite runs.
    Collections.shuffle(requests, new Random(namespace.hashCode()));
    try (var threads = Executors.newFixedThreadPool(AT_A_TIME)) {
      return Attempt.all(threads.invokeAll(requests).stream().map(TerraformLike::answer).toList());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private Callable<Attempt> apply(Map<String, Object> object) {
    return () -> Attempt.of("apply", api.apply(object, FIELD_MANAGER));
  }

  private Callable<Attempt> delete(Map<String, Object> object) {
    return () -> Attempt.of("delete", api.delete(object));
  }

  private static Attempt answer(Future<Attempt> request) {
    try {
      return request.get();
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
