package dev.fairlead.webhook.api;

import dev.fairlead.policies.model.PodMakers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The custom kinds that may make Pods, as the API server serves them at a moment.
///
/// @param unknown what may hold further ones, in words
public record CustomKinds(List<ApiKind> kinds, List<String> unknown) {
  /// What every client asks the API server for in one go: all groups with all their resources.
  private static final String AGGREGATED =
      String.join(
          ",",
          "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList",
          "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList");

  private static final String LIST = "APIGroupDiscoveryList";

  /// Before anybody has asked.
  public static final CustomKinds NOT_ASKED =
      new CustomKinds(List.of(), List.of("custom kinds are not known yet"));

  public CustomKinds {
    kinds = List.copyOf(kinds);
    unknown = List.copyOf(unknown);
  }

  /// Asks the API server.
  ///
  /// @throws ClusterUnavailable where it does not answer
  public static CustomKinds of(
      ApiServer server, PodMakers podMakers, Duration patience, Ceiling ceiling) {
    try (var answer = server.get(ApiPath.of("apis"), AGGREGATED, patience, ceiling)) {
      return in(answer.document(), podMakers);
    }
  }

  static CustomKinds in(Map<String, @Nullable Object> discovery, PodMakers podMakers) {
    if (!LIST.equals(discovery.get("kind"))) {
      return new CustomKinds(
          List.of(), List.of("custom kinds of an API server older than Kubernetes 1.27"));
    }
    var kinds = new ArrayList<ApiKind>();
    var unknown = new ArrayList<String>();
    for (var group : JsonTree.objects(discovery, "items")) {
      var name = JsonTree.text(JsonTree.object(group, "metadata"), "name");
      var seen = new HashSet<String>();
      for (var version : JsonTree.objects(group, "versions")) {
        if ("Stale".equals(version.get("freshness")) && podMakers.mayMakePods(name, "")) {
          unknown.add("the kinds of %s, whose server does not answer".formatted(name));
        }
        JsonTree.objects(version, "resources").stream()
            .filter(resource -> mayHoldPodMakers(resource, name, podMakers))
            .filter(resource -> seen.add(JsonTree.text(resource, "resource")))
            .map(resource -> kind(name, JsonTree.text(version, "version"), resource))
            .forEach(kinds::add);
      }
    }
    return new CustomKinds(kinds, unknown.stream().distinct().toList());
  }

  /// The kind of the whole cluster that adds containers to the Pods of every namespace.
  private static final String SIDECAR_SETS = "apps.kruise.io/SidecarSet";

  /// True for what users create in a namespace; a kind of the whole cluster is held by none, and
  /// matters only where it changes the Pods of all.
  private static boolean mayHoldPodMakers(Map<?, ?> resource, String group, PodMakers podMakers) {
    var reachesPods =
        "Namespaced".equals(resource.get("scope"))
            || SIDECAR_SETS.equals(group + "/" + kindOf(resource));
    return reachesPods
        && resource.get("verbs") instanceof List<?> verbs
        && verbs.contains("create")
        && podMakers.mayMakePods(group, kindOf(resource));
  }

  private static ApiKind kind(String group, String version, Map<?, ?> resource) {
    var scope =
        "Namespaced".equals(resource.get("scope"))
            ? ApiKind.Scope.NAMESPACE
            : ApiKind.Scope.CLUSTER;
    return new ApiKind(
        group, version, kindOf(resource), JsonTree.text(resource, "resource"), scope);
  }

  private static String kindOf(Map<?, ?> resource) {
    return JsonTree.text(JsonTree.object(resource, "responseKind"), "kind");
  }
}
