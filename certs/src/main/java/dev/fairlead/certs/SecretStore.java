package dev.fairlead.certs;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Keeps the certificates in a Secret. A write names the version that was read, so that one of
/// several replicas is first, and the others read again.
public final class SecretStore implements CertificateStore {
  private static final long TIMEOUT_SECONDS = 10;

  private final KubernetesClient client;
  private final String namespace;
  private final String name;
  private final SecureRandom random;

  public SecretStore(KubernetesClient client, String namespace, String name, SecureRandom random) {
    this.client = client;
    this.namespace = namespace;
    this.name = name;
    this.random = random;
  }

  @Override
  public Loaded load() throws StoreUnavailable {
    var secret = ApiCall.of("read " + this, () -> Optional.ofNullable(resource().get()));
    return new Loaded(
        ManagedCertificates.read(secret.map(SecretStore::texts).orElse(Map.of()), random),
        secret.map(found -> found.getMetadata().getResourceVersion()),
        clock());
  }

  /// Everything that it holds, whoever put it there; empty where there is no such Secret.
  public Map<String, String> texts() throws StoreUnavailable {
    return ApiCall.of(
        "read " + this,
        () -> Optional.ofNullable(resource().get()).map(SecretStore::texts).orElse(Map.of()));
  }

  private static Map<String, String> texts(Secret secret) {
    var texts = new HashMap<String, String>();
    Objects.requireNonNullElse(secret.getData(), Map.<String, String>of())
        .forEach(
            (key, value) -> {
              var decoded = Base64.getMimeDecoder().decode(value);
              texts.put(key, new String(decoded, StandardCharsets.UTF_8));
            });
    return texts;
  }

  /// What every answer of an API server is headed with.
  private Optional<Instant> clock() {
    var http = client.getHttpClient();
    var request = http.newHttpRequestBuilder().uri(client.getMasterUrl() + "version").build();
    try {
      HttpResponse<String> answer =
          http.sendAsync(request, String.class).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      @Nullable String date = answer.header("Date");
      return Optional.ofNullable(date)
          .map(text -> ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME))
          .map(ZonedDateTime::toInstant);
    } catch (ExecutionException | TimeoutException | DateTimeParseException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  @Override
  public boolean save(ManagedCertificates certificates, Loaded replaced) throws StoreUnavailable {
    return ApiCall.of(
        "write " + this,
        () -> {
          try {
            if (replaced.version().isPresent()) {
              replace(certificates, replaced.version().get());
            } else {
              create(certificates);
            }
            return true;
          } catch (KubernetesClientException e) {
            if (ApiCall.isConflict(e)) {
              return false;
            }
            throw e;
          }
        });
  }

  private void create(ManagedCertificates certificates) {
    resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .withType("Opaque")
                .withStringData(certificates.texts())
                .build())
        .create();
  }

  /// Leaves alone what others have put beside it.
  private void replace(ManagedCertificates certificates, String version) {
    var data = new LinkedHashMap<String, @Nullable String>();
    ManagedCertificates.NAMES.forEach(key -> data.put(key, null));
    certificates.texts().forEach((key, text) -> data.put(key, base64(text)));
    var patch = Map.of("metadata", Map.of("resourceVersion", version), "data", data);
    resource().patch(PatchContext.of(PatchType.JSON_MERGE), Serialization.asJson(patch));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private Resource<Secret> resource() {
    return client.secrets().inNamespace(namespace).withName(name);
  }

  private Resource<Secret> resource(Secret secret) {
    return client.secrets().inNamespace(namespace).resource(secret);
  }

  /// Says when the Secret changes, until the client is closed; also when it merely may have.
  public void watch(Runnable changed) {
    ChangeWatch.start(resource(), changed);
  }

  @Override
  public String toString() {
    return "Secret %s/%s".formatted(namespace, name);
  }
}
