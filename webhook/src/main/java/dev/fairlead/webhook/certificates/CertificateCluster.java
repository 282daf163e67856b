package dev.fairlead.webhook.certificates;

import dev.fairlead.certs.CaBundle;
import dev.fairlead.certs.CertificateStore;
import dev.fairlead.certs.Registrations;
import dev.fairlead.certs.SecretStore;
import dev.fairlead.certs.StoreUnavailable;
import dev.fairlead.webhook.api.ClusterUnavailable;
import dev.fairlead.webhook.api.Connection;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/// What certificates need of a cluster: one Secret, and the webhook configurations with our label.
public final class CertificateCluster implements AutoCloseable {
  private final KubernetesClient client;
  private final SecretStore store;
  private final CaBundle bundle;

  private CertificateCluster(KubernetesClient client, SecretStore store, CaBundle bundle) {
    this.client = client;
    this.store = store;
    this.bundle = bundle;
  }

  /// Opens a connection; nothing is asked yet.
  ///
  /// @param kubeconfig empty: the cluster that this runs in, else what kubectl would talk to
  /// @param selector by which the configurations are found, as kubectl takes it
  /// @throws ClusterUnavailable where there is nothing that says how to reach one
  public static CertificateCluster connect(
      Optional<Path> kubeconfig,
      Map<String, String> environment,
      String namespace,
      String secret,
      String selector,
      InstantSource clock,
      SecureRandom random) {
    var client = Connection.find(kubeconfig, environment).open();
    return new CertificateCluster(
        client,
        new SecretStore(client, namespace, secret, random),
        new CaBundle(client, selector, clock));
  }

  public CertificateStore store() {
    return store;
  }

  /// Everything that the Secret holds, whoever put it there; keys too.
  public Map<String, String> texts() throws StoreUnavailable {
    return store.texts();
  }

  public Registrations registrations() {
    return bundle;
  }

  /// Says when one of them changes, until this is closed; also when it merely may have.
  public void watch(Runnable changed) {
    store.watch(changed);
    bundle.watch(changed);
  }

  /// The watches end with the client.
  @Override
  public void close() {
    client.close();
  }
}
