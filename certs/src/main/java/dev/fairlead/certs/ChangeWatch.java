package dev.fairlead.certs;

import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;

/// Tells that something has changed, and not what.
final class ChangeWatch<T> implements ResourceEventHandler<T> {
  private final Runnable changed;

  private ChangeWatch(Runnable changed) {
    this.changed = changed;
  }

  /// Watches until the client is closed; what fails is tried again.
  static <T> void start(Informable<T> objects, Runnable changed) {
    var informer = objects.runnableInformer(0).exceptionHandler((_, _) -> true);
    informer.addEventHandler(new ChangeWatch<>(changed));
    informer.start();
  }

  @Override
  public void onAdd(T object) {
    changed.run();
  }

  @Override
  public void onUpdate(T before, T after) {
    changed.run();
  }

  @Override
  public void onDelete(T object, boolean unknown) {
    changed.run();
  }
}
