package dev.fairlead.policies.model;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// A product that adds containers to Pods, which no template shows. It is known by a label or an
/// annotation of the template or of the Namespace.
public enum Injector {
  /// Istio, pkg/kube/inject.
  ISTIO(
      "Istio",
      List.of("sidecar.istio.io/inject", "istio-injection", "istio.io/rev"),
      List.of(port("http-envoy-prom", 15090), port("", 15020), port("", 15021), port("", 15000))),
  /// Linkerd, pkg/k8s/labels.go.
  LINKERD(
      "Linkerd",
      List.of("linkerd.io/inject"),
      List.of(port("linkerd-proxy", 4143), port("linkerd-admin", 4191), port("", 4190))),
  /// Dapr, pkg/injector.
  DAPR(
      "Dapr",
      List.of("dapr.io/enabled"),
      List.of(
          port("dapr-http", 3500),
          port("dapr-grpc", 50001),
          port("dapr-internal", 50002),
          port("dapr-metrics", 9090))),
  /// The OpenTelemetry operator; the collector's ports are its user's choice.
  OPENTELEMETRY(
      "OpenTelemetry",
      List.of("sidecar.opentelemetry.io/inject"),
      List.of(port("otlp-grpc", 4317), port("otlp-http", 4318), port("metrics", 8888))),
  VAULT("Vault", List.of("vault.hashicorp.com/agent-inject"), List.of()),
  KUMA("Kuma", List.of("kuma.io/sidecar-injection"), List.of(port("", 9901), port("", 5670))),
  CONSUL(
      "Consul",
      List.of("consul.hashicorp.com/connect-inject"),
      List.of(port("", 20000), port("", 20200))),
  APP_MESH(
      "AWS App Mesh",
      List.of("appmesh.k8s.aws/sidecarInjectorWebhook", "appmesh.k8s.aws/mesh"),
      List.of(port("stats", 9901))),
  /// What a SidecarSet adds is its user's choice.
  OPENKRUISE(
      "OpenKruise",
      List.of("kruise.io/sidecarset-hash", "kruise.io/sidecarset-injected-list"),
      List.of());

  /// Those whose containers listen where the product decides, and nowhere else.
  private static final Set<Injector> FIXED = EnumSet.of(LINKERD, DAPR, VAULT);

  /// What a mark says that wants no container.
  private static final Set<String> OFF = Set.of("false", "disabled", "no", "off", "");

  private final String label;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> marks;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of, of records
  private final List<ContainerPort> ports;

  Injector(String label, List<String> marks, List<ContainerPort> ports) {
    this.label = label;
    this.marks = marks;
    this.ports = ports;
  }

  private static ContainerPort port(String name, int number) {
    return new ContainerPort(name, number, "TCP");
  }

  /// The ports on which its containers are known to listen; the name is empty where they declare
  /// none.
  public List<ContainerPort> ports() {
    return ports;
  }

  /// True where its containers may listen on other ports than [#ports], as its user likes.
  public boolean mayListenAnywhere() {
    return !FIXED.contains(this);
  }

  /// What labels and annotations say about containers to be added.
  ///
  /// @param wanted those who are asked to add one
  /// @param refused those who are asked to add none, whatever the Namespace says
  public record Marks(Set<Injector> wanted, Set<Injector> refused) {
    public static final Marks NONE = new Marks(Set.of(), Set.of());

    public Marks {
      wanted = Set.copyOf(wanted);
      refused = Set.copyOf(refused);
    }
  }

  static Marks marks(Map<String, String> labels, Map<String, String> annotations) {
    var wanted = EnumSet.noneOf(Injector.class);
    var refused = EnumSet.noneOf(Injector.class);
    for (var source : List.of(labels, annotations)) {
      for (var key : source.keySet()) {
        Arrays.stream(values())
            .filter(injector -> injector.marks.contains(key))
            .forEach(
                injector -> {
                  var value = source.getOrDefault(key, "").toLowerCase(Locale.ROOT);
                  (OFF.contains(value) ? refused : wanted).add(injector);
                });
      }
    }
    wanted.removeAll(refused);
    return wanted.isEmpty() && refused.isEmpty() ? Marks.NONE : new Marks(wanted, refused);
  }

  /// Its name for people.
  @Override
  public String toString() {
    return label;
  }
}
