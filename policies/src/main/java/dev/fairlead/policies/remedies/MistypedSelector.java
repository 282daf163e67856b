package dev.fairlead.policies.remedies;

import dev.fairlead.policies.checks.Finding;
import dev.fairlead.policies.checks.NearMiss;
import dev.fairlead.policies.checks.Severity;
import dev.fairlead.policies.fixes.PatchOperation;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.view.ClusterView;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Mends a selector with one pair that no workload carries, where every workload that is near
/// carries the same other pair: it writes the value of that pair, or its key.
final class MistypedSelector {
  private MistypedSelector() {}

  static Optional<Remedy> remedy(Finding finding, Map<String, ?> tree, ClusterView view) {
    var service = view.namespace(finding.object().namespace()).service(finding.object().name());
    if (finding.severity() != Severity.ERROR || service.isEmpty()) {
      return Optional.empty();
    }
    var meant = NearMiss.all(service.get(), view).stream().map(NearMiss::meant).distinct().toList();
    return meant.size() == 1 && meant.getFirst().size() == 1
        ? remedy(finding, service.get(), meant.getFirst().entrySet().iterator().next(), tree)
        : Optional.empty();
  }

  private static Optional<Remedy> remedy(
      Finding finding,
      ServiceWiring service,
      Map.Entry<String, String> meant,
      Map<String, ?> tree) {
    var key = meant.getKey();
    var value = meant.getValue();
    var to = key + "=" + value;
    var old = service.selector().get(key);
    if (old != null) {
      var operation = new PatchOperation.Replace(finding.field().key(key), value);
      return Optional.of(new Remedy(finding, operation, key + "=" + old, to));
    }
    var mistyped =
        service.selector().entrySet().stream()
            .filter(pair -> pair.getValue().equals(value))
            .map(Map.Entry::getKey)
            .toList();
    if (mistyped.size() != 1
        || !(tree.get("spec") instanceof Map<?, ?> spec)
        || !(spec.get("selector") instanceof Map<?, ?> written)) {
      return Optional.empty();
    }
    var from = mistyped.getFirst();
    var selector = new LinkedHashMap<String, Object>();
    written.forEach(
        (name, text) ->
            selector.put(name.equals(from) ? key : String.valueOf(name), String.valueOf(text)));
    var operation = new PatchOperation.Replace(finding.field(), selector);
    return Optional.of(new Remedy(finding, operation, from + "=" + value, to));
  }
}
