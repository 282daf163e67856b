package dev.fairlead.webhook.settle;

import dev.fairlead.policies.checks.Checks;
import dev.fairlead.policies.checks.Finding;
import dev.fairlead.policies.fixtures.Manifests;
import dev.fairlead.policies.model.ServiceEndpoints;
import dev.fairlead.policies.model.ServiceEndpoints.Purpose;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.view.ClusterView;
import dev.fairlead.policies.view.Scope;
import java.util.List;

/// Small clusters, and what is found in them.
public final class Views {
  private Views() {}

  public static String service(String name, String app) {
    return """
    ---
    apiVersion: v1
    kind: Service
    metadata: { name: %s, namespace: default }
    spec: { selector: { app: %s }, ports: [{ port: 80, targetPort: http }] }
    """
        .formatted(name, app);
  }

  public static String deployment(String app) {
    return """
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: { name: %1$s, namespace: default }
    spec:
      template:
        metadata: { labels: { app: %1$s } }
        spec:
          containers:
            - name: web
              ports: [{ name: http, containerPort: 8080 }]
              readinessProbe: { tcpSocket: { port: http } }
    """
        .formatted(app);
  }

  public static ClusterView of(String... yaml) {
    var view = ClusterView.builder(Scope.CLUSTER);
    Manifests.objects(String.join("", yaml)).forEach(view::add);
    return view.build();
  }

  public static ServiceWiring shop(ClusterView view) {
    return view.namespace("default").service("shop").orElseThrow();
  }

  /// That nothing carries the selector.
  public static Finding unmatched() {
    var view = of(service("shop", "nobody"));
    return Checks.of(shop(view), view).findFirst().orElseThrow();
  }

  /// That no Pod is ready.
  public static Finding notReady() {
    var view = of(service("shop", "shop"), deployment("shop"));
    var none = new ServiceEndpoints(Purpose.ANY, 0, List.of());
    return Checks.of(shop(view), view, none).findFirst().orElseThrow();
  }
}
