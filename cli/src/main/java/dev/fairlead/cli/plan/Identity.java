package dev.fairlead.cli.plan;

import dev.fairlead.policies.model.ObjectRef;

/// The name under which a cluster keeps an object, whatever API version it is written in.
record Identity(String group, String kind, String namespace, String name) {
  static Identity of(ObjectRef ref) {
    return new Identity(ref.group(), ref.kind(), ref.namespace(), ref.name());
  }
}
