package dev.fairlead.webhook.cluster;

import dev.fairlead.webhook.cluster.ClusterState.Freshness;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The watch on one kind of object. It is tried again until it is stopped.
final class KindWatch {
  private static final Logger LOG = LoggerFactory.getLogger(KindWatch.class);

  /// How many objects the API server sends in one page of a list.
  private static final long PAGE = 500;

  private final WatchedKind kind;
  private final SharedIndexInformer<GenericKubernetesResource> informer;
  private volatile String problem = "";

  KindWatch(WatchedKind kind, KubernetesClient client, ReducingStore store) {
    this.kind = kind;
    this.informer =
        client
            .genericKubernetesResources(kind.context())
            .inAnyNamespace()
            .withLimit(PAGE)
            .runnableInformer(0)
            .removeNamespaceIndex()
            .itemStore(store)
            .exceptionHandler((_, failure) -> failed(failure));
  }

  void start() {
    informer.start();
  }

  void stop() {
    informer.stop();
  }

  boolean isSynced() {
    return informer.hasSynced();
  }

  /// What a view of any namespace lacks while this is not synced.
  String gap() {
    return kind.resource() + " are not known yet";
  }

  Freshness freshness() {
    if (informer.isWatching()) {
      problem = "";
    }
    return new Freshness(kind.resource(), isSynced(), problem);
  }

  private boolean failed(Throwable failure) {
    var message = Connection.reason(failure);
    if (!message.equals(problem)) {
      LOG.atWarn()
          .addKeyValue("resource", kind.resource())
          .addKeyValue("reason", message)
          .log("cannot watch; trying again");
    }
    problem = message;
    return true;
  }
}
