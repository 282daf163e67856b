package dev.fairlead.certs;

import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;

/// A watch that says that something has changed, but not what. It is tried again until it is
/// closed.
final class ChangeWatch<T> implements AutoCloseable, ResourceEventHandler<T> {
  private final Runnable changed;
  private final SharedIndexInformer<T> informer;

  ChangeWatch(Informable<T> objects, Runnable changed) {
    this.changed = changed;
    this.informer = objects.runnableInformer(0).exceptionHandler((_, _) -> true);
    informer.addEventHandler(this);
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

  @Override
  public void close() {
    informer.stop();
  }
}
