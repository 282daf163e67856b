package dev.fairlead.certs;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfigurationList;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfigurationList;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.WebhookClientConfig;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The `caBundle` of every entry of the validating and mutating webhook configurations that carry
/// our label.
public final class CaBundle implements Registrations {
  /// More than others can write a configuration while we do.
  private static final int ATTEMPTS = 10;

  /// A label of our own, with the namespace of the webhook: installations do not meddle with each
  /// other.
  public static final String LABEL = "fairlead.dev/ca-bundle";

  private final KubernetesClient client;
  private final String selector;
  private final InstantSource clock;

  /// @param selector by which our configurations are found, as kubectl takes it
  public CaBundle(KubernetesClient client, String selector, InstantSource clock) {
    this.client = client;
    this.selector = selector;
    this.clock = clock;
  }

  private record Configuration(String name, List<Entry> entries, Resource<?> resource) {}

  private record Entry(String name, @Nullable String bundle) {}

  @Override
  public List<String> trust(List<X509Certificate> authorities) throws StoreUnavailable {
    var changed = new ArrayList<String>();
    for (var attempt = 0; attempt < ATTEMPTS; attempt++) {
      var conflicts = false;
      for (var configuration : ApiCall.of("list webhook configurations", this::found)) {
        var patch = patch(configuration, authorities);
        if (!patch.isEmpty()) {
          conflicts |= !written(configuration, patch);
          changed.add(configuration.name());
        }
      }
      if (!conflicts) {
        return changed.stream().distinct().toList();
      }
    }
    throw new StoreUnavailable(
        "cannot write caBundle: somebody else writes %s again and again".formatted(changed));
  }

  private List<Configuration> found() {
    var kinds = client.admissionRegistration().v1();
    var validating =
        validating().list().getItems().stream()
            .map(
                found ->
                    configuration(
                        found,
                        found.getWebhooks(),
                        ValidatingWebhook::getName,
                        ValidatingWebhook::getClientConfig,
                        kinds.validatingWebhookConfigurations()));
    var mutating =
        mutating().list().getItems().stream()
            .map(
                found ->
                    configuration(
                        found,
                        found.getWebhooks(),
                        MutatingWebhook::getName,
                        MutatingWebhook::getClientConfig,
                        kinds.mutatingWebhookConfigurations()));
    return Stream.concat(validating, mutating).toList();
  }

  /// The two kinds have the same fields, and no type in common.
  private static <W> Configuration configuration(
      HasMetadata found,
      List<W> webhooks,
      Function<W, String> name,
      Function<W, WebhookClientConfig> client,
      NonNamespaceOperation<?, ?, ? extends Resource<?>> kind) {
    var entries =
        webhooks.stream()
            .map(webhook -> new Entry(name.apply(webhook), client.apply(webhook).getCaBundle()))
            .toList();
    var itsName = found.getMetadata().getName();
    return new Configuration(itsName, entries, kind.withName(itsName));
  }

  private FilterWatchListDeletable<
          ValidatingWebhookConfiguration,
          ValidatingWebhookConfigurationList,
          Resource<ValidatingWebhookConfiguration>>
      validating() {
    return client
        .admissionRegistration()
        .v1()
        .validatingWebhookConfigurations()
        .withLabelSelector(selector);
  }

  private FilterWatchListDeletable<
          MutatingWebhookConfiguration,
          MutatingWebhookConfigurationList,
          Resource<MutatingWebhookConfiguration>>
      mutating() {
    return client
        .admissionRegistration()
        .v1()
        .mutatingWebhookConfigurations()
        .withLabelSelector(selector);
  }

  /// Operations that touch nothing but the bundles, and fail where the entries are no longer those
  /// that were read.
  private List<Map<String, String>> patch(
      Configuration configuration, List<X509Certificate> authorities) {
    var operations = new ArrayList<Map<String, String>>();
    for (var i = 0; i < configuration.entries().size(); i++) {
      var entry = configuration.entries().get(i);
      var bundle = bundle(entry.bundle(), authorities);
      if (!bundle.equals(entry.bundle())) {
        var path = "/webhooks/" + i;
        operations.add(Map.of("op", "test", "path", path + "/name", "value", entry.name()));
        operations.add(
            Map.of("op", "add", "path", path + "/clientConfig/caBundle", "value", bundle));
      }
    }
    return operations;
  }

  /// What the bundle is to be. An authority of ours that it names beside those asked for stays
  /// until it expires: the replica that asks may not have heard of it yet.
  private String bundle(@Nullable String written, List<X509Certificate> authorities) {
    var now = clock.instant();
    var present = certificates(written);
    var ours =
        present.stream()
            .filter(ca -> ca.getSubjectX500Principal().equals(CertificateAuthority.NAME))
            .filter(ca -> now.isBefore(ca.getNotAfter().toInstant()));
    var wanted = Stream.concat(authorities.stream(), ours).distinct().toList();
    if (new HashSet<>(present).equals(new HashSet<>(wanted))) {
      return Objects.requireNonNull(written);
    }
    return Base64.getEncoder().encodeToString(Pem.of(wanted).getBytes(StandardCharsets.UTF_8));
  }

  private static List<X509Certificate> certificates(@Nullable String bundle) {
    if (bundle == null || bundle.isEmpty()) {
      return List.of();
    }
    try {
      var text = new String(Base64.getMimeDecoder().decode(bundle), StandardCharsets.UTF_8);
      return PemReader.certificates(text);
    } catch (BadPemException e) {
      return List.of();
    }
  }

  private static boolean written(Configuration configuration, List<Map<String, String>> patch)
      throws StoreUnavailable {
    return ApiCall.of(
        "write caBundle of " + configuration.name(),
        () -> {
          try {
            configuration
                .resource()
                .patch(PatchContext.of(PatchType.JSON), Serialization.asJson(patch));
            return true;
          } catch (KubernetesClientException e) {
            if (ApiCall.isConflict(e)) {
              return false;
            }
            throw e;
          }
        });
  }

  /// Says when one of the configurations changes, until the client is closed; also when it merely
  /// may have.
  public void watch(Runnable changed) {
    ChangeWatch.start(validating(), changed);
    ChangeWatch.start(mutating(), changed);
  }
}
