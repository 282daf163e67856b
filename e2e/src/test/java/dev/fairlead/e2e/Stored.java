package dev.fairlead.e2e;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// What wiring needs of an object that the API server has stored.
sealed interface Stored {
  /// A Service.
  ///
  /// @param targets names and numbers of the ports that it sends to
  /// @param wired what Fairlead says of it
  record OfService(Map<String, String> selector, Set<String> targets, Optional<Wired> wired)
      implements Stored {
    public OfService {
      selector = Map.copyOf(selector);
      targets = Set.copyOf(targets);
    }

    /// True where each of its ports reaches the template of some Deployment among these.
    boolean isWiredAmong(Collection<Stored> objects) {
      var selected =
          objects.stream()
              .flatMap(each -> each instanceof OfDeployment it ? Stream.of(it) : Stream.empty())
              .filter(each -> each.labels().entrySet().containsAll(selector.entrySet()))
              .flatMap(each -> each.ports().stream())
              .collect(Collectors.toSet());
      return selected.containsAll(targets);
    }
  }

  /// The condition that Fairlead writes.
  record Wired(String status, String reason) {}

  /// A Deployment.
  ///
  /// @param ports names and numbers of the ports that its template declares
  /// @param isObserved true where its controller has seen it as it is
  record OfDeployment(Map<String, String> labels, Set<String> ports, boolean isObserved)
      implements Stored {
    public OfDeployment {
      labels = Map.copyOf(labels);
      ports = Set.copyOf(ports);
    }
  }

  static Stored service(JsonNode object) {
    var targets =
        object.at("/spec/ports").valueStream().map(port -> port.path("targetPort").asString());
    var wired =
        object
            .at("/status/conditions")
            .valueStream()
            .filter(each -> each.path("type").asString().equals("fairlead.dev/Wired"))
            .map(each -> new Wired(each.path("status").asString(), each.path("reason").asString()))
            .findFirst();
    return new OfService(
        texts(object.at("/spec/selector")), targets.collect(Collectors.toSet()), wired);
  }

  static Stored deployment(JsonNode object) {
    var template = object.at("/spec/template");
    var ports = new HashSet<String>();
    template
        .at("/spec/containers")
        .valueStream()
        .flatMap(container -> container.path("ports").valueStream())
        .forEach(
            port -> {
              ports.add(port.path("containerPort").asString());
              if (port.has("name")) {
                ports.add(port.path("name").asString());
              }
            });
    var isObserved =
        object.at("/metadata/generation").asInt()
            == object.at("/status/observedGeneration").asInt(0);
    return new OfDeployment(texts(template.at("/metadata/labels")), ports, isObserved);
  }

  private static Map<String, String> texts(JsonNode node) {
    return node.propertyStream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().asString()));
  }
}
