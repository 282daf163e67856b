package dev.fairlead.policies.fixes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.policies.model.FieldPath;
import org.junit.jupiter.api.Test;

class PatchOperationTest {
  @Test
  void thePathIsAJsonPointer() {
    var ports = FieldPath.of("spec", "containers").index(2).field("ports").index(0);

    assertThat(new PatchOperation.Add(ports.field("name"), "http").pointer())
        .isEqualTo("/spec/containers/2/ports/0/name");
  }

  @Test
  void slashesAndTildesInKeysAreEscaped() {
    var path = FieldPath.of("spec", "selector").key("app.kubernetes.io/name~x");

    assertThat(new PatchOperation.Replace(path, "shop").pointer())
        .isEqualTo("/spec/selector/app.kubernetes.io~1name~0x");
  }

  @Test
  void operationsAreCalledAsInTheStandard() {
    var path = FieldPath.of("spec");

    assertThat(new PatchOperation.Add(path, "x").op()).isEqualTo("add");
    assertThat(new PatchOperation.Replace(path, "x").op()).isEqualTo("replace");
    assertThat(new PatchOperation.Remove(path).op()).isEqualTo("remove");
  }
}
