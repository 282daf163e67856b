package dev.fairlead.cli.check;

import dev.fairlead.policies.model.ObjectRef;
import dev.fairlead.webhook.cluster.ClusterReader.Contents;
import dev.fairlead.webhook.cluster.ClusterReader.LiveObject;
import java.util.HashSet;
import java.util.Set;

/// What controllers have made of the workloads of a cluster: ReplicaSets, Jobs, Pods.
final class Copies {
  /// A maker, as its copies name it.
  private record Maker(String namespace, String kind, String name) {
    static Maker of(ObjectRef ref) {
      return new Maker(ref.namespace(), ref.kind(), ref.name());
    }
  }

  private Copies() {}

  /// A cluster once the copies of some workloads have made room for those of other templates.
  static Contents without(Contents cluster, Set<ObjectRef> changed) {
    var makers = new HashSet<Maker>();
    changed.forEach(ref -> makers.add(Maker.of(ref)));
    var left = cluster.objects();
    var before = left.size() + 1;
    while (left.size() < before) {
      before = left.size();
      // What a copy has made goes in the next round.
      left = left.stream().filter(live -> !isOf(makers, live)).toList();
    }
    return new Contents(left, cluster.absent(), cluster.gaps());
  }

  private static boolean isOf(Set<Maker> makers, LiveObject live) {
    var ref = live.object().ref();
    var isCopy =
        live.object()
            .metadata()
            .controller()
            .map(owner -> new Maker(ref.namespace(), owner.kind(), owner.name()))
            .filter(makers::contains)
            .isPresent();
    if (isCopy) {
      makers.add(Maker.of(ref));
    }
    return isCopy;
  }
}
