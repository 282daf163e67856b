package dev.fairlead.certs;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
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

  private static final List<ResourceDefinitionContext> KINDS =
      List.of(
          kind("ValidatingWebhookConfiguration", "validatingwebhookconfigurations"),
          kind("MutatingWebhookConfiguration", "mutatingwebhookconfigurations"));

  private final KubernetesClient client;
  private final String selector;
  private final InstantSource clock;

  /// @param selector by which our configurations are found, as kubectl takes it
  public CaBundle(KubernetesClient client, String selector, InstantSource clock) {
    this.client = client;
    this.selector = selector;
    this.clock = clock;
  }

  private static ResourceDefinitionContext kind(String kind, String plural) {
    return new ResourceDefinitionContext.Builder()
        .withGroup("admissionregistration.k8s.io")
        .withVersion("v1")
        .withKind(kind)
        .withPlural(plural)
        .withNamespaced(false)
        .build();
  }

  private record Configuration(
      String name, List<Entry> entries, Resource<GenericKubernetesResource> resource) {}

  private record Entry(String name, @Nullable String bundle) {
    static Entry of(Map<?, ?> webhook) {
      var config = (Map<?, ?>) Objects.requireNonNull(webhook.get("clientConfig"));
      return new Entry(
          String.valueOf(webhook.get("name")),
          config.get("caBundle") instanceof String bundle ? bundle : null);
    }
  }

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
    return KINDS.stream()
        .flatMap(kind -> ofKind(kind).list().getItems().stream().map(each -> read(kind, each)))
        .toList();
  }

  private Configuration read(ResourceDefinitionContext kind, GenericKubernetesResource object) {
    var webhooks =
        object.get("webhooks") instanceof List<?> list ? list : List.<Map<String, Object>>of();
    return new Configuration(
        object.getMetadata().getName(),
        webhooks.stream().map(webhook -> Entry.of((Map<?, ?>) webhook)).toList(),
        client.genericKubernetesResources(kind).withName(object.getMetadata().getName()));
  }

  private FilterWatchListDeletable<
          GenericKubernetesResource,
          GenericKubernetesResourceList,
          Resource<GenericKubernetesResource>>
      ofKind(ResourceDefinitionContext kind) {
    return client.genericKubernetesResources(kind).withLabelSelector(selector);
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
    KINDS.forEach(kind -> ChangeWatch.start(ofKind(kind), changed));
  }
}
