package dev.fairlead.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.fairlead.policies.model.ObjectReader;
import dev.fairlead.policies.model.PodMakers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever stands in arguments and variables, the Services that it names are found or none is.
final class ReferencesFuzzTest {
  static Object[] seeds() {
    return Stream.of(
            "http://backend:8080/api",
            "--db=postgres://user:secret@db.shop.svc.cluster.local:5432/shop?ssl=on",
            "backend.other:80,cache:6379;[::1]:80",
            "$(BACKEND_SERVICE_HOST):${PORT}",
            "jdbc:mysql://db/shop")
        .map(text -> text.getBytes(StandardCharsets.UTF_8))
        .toArray();
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "60s")
  void aTextIsReadAsAReferenceOrNone(byte[] bytes) {
    var text = new String(bytes, StandardCharsets.UTF_8);
    var half = text.length() / 2;
    var variables =
        List.of(
            Map.of("name", "BACKEND_HOST", "value", text),
            Map.of("name", text.substring(0, half), "value", text.substring(half)),
            Map.of("name", "BACKEND_PORT", "value", text.substring(half)));
    var container =
        Map.of("name", "web", "args", List.of(text), "command", List.of(text), "env", variables);
    var template = Map.of("metadata", Map.of(), "spec", Map.of("containers", List.of(container)));
    var workload =
        Map.of(
            "apiVersion",
            "apps/v1",
            "kind",
            "Deployment",
            "metadata",
            Map.of("name", "web"),
            "spec",
            Map.of("template", template));

    Cost.bounded(() -> new ObjectReader(PodMakers.COMMON).read(workload, "shop"));
  }
}
