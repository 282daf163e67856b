package dev.fairlead.webhook.settle;

import dev.fairlead.policies.checks.Check;
import dev.fairlead.policies.model.ServicePort;
import dev.fairlead.policies.model.ServiceWiring;
import dev.fairlead.policies.model.TargetPort;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;
import java.util.zip.CRC32;

/// A number that changes when the selector or the ports of a Service change, or the check that
/// speaks of it. The condition keeps it. A Service has no `metadata.generation` that would tell.
final class Fingerprint {
  private Fingerprint() {}

  /// Never 0.
  static long of(ServiceWiring service, Check check) {
    var text = new StringBuilder(check.id());
    new TreeMap<>(service.selector()).forEach((k, v) -> text.append('\n').append(k + "=" + v));
    service.ports().forEach(port -> text.append('\n').append(text(port)));
    var sum = new CRC32();
    sum.update(text.toString().getBytes(StandardCharsets.UTF_8));
    return sum.getValue() + 1;
  }

  private static String text(ServicePort port) {
    var target =
        switch (port.target()) {
          case TargetPort.ByNumber(var number, _) -> Integer.toString(number);
          case TargetPort.ByName(var name) -> "\"" + name + "\"";
        };
    return "%s %d/%s to %s".formatted(port.name(), port.port(), port.protocol(), target);
  }
}
