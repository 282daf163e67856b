package dev.fairlead.cli;

/// What the manifests of several tests have in common.
final class Shop {
  /// A Deployment whose one port is called `http`, and the line that ends it.
  static final String DEPLOYMENT =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: shop}
      spec:
        selector: {matchLabels: {app: shop}}
        template:
          metadata: {labels: {app: shop}}
          spec:
            containers:
              - name: web
                image: shop
                ports: [{containerPort: 8080, name: http}]
                readinessProbe: {tcpSocket: {port: http}}
      ---
      """;

  private Shop() {}
}
