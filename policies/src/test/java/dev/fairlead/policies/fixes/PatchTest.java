package dev.fairlead.policies.fixes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.policies.model.FieldPath;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PatchTest {
  private static final FieldPath WEB = FieldPath.of("spec", "containers").index(0);

  private static final Map<String, ?> POD =
      Map.of("spec", Map.of("containers", List.of(Map.of("name", "web"), Map.of("name", "log"))));

  private static Map<String, Object> applied(PatchOperation operation) {
    return Patch.applied(POD, List.of(operation));
  }

  @Test
  void aFieldIsAdded() {
    assertThat(applied(new PatchOperation.Add(WEB.field("image"), "nginx")))
        .isEqualTo(pod(Map.of("name", "web", "image", "nginx")));
  }

  @Test
  void aFieldIsReplaced() {
    assertThat(applied(new PatchOperation.Replace(WEB.field("name"), "app")))
        .isEqualTo(pod(Map.of("name", "app")));
  }

  @Test
  void aFieldIsRemoved() {
    assertThat(applied(new PatchOperation.Remove(WEB.field("name")))).isEqualTo(pod(Map.of()));
  }

  @Test
  void laterOperationsSeeEarlierOnes() {
    var probe = WEB.field("readinessProbe");
    assertThat(
            Patch.applied(
                POD,
                List.of(
                    new PatchOperation.Add(probe, Map.of("periodSeconds", 5)),
                    new PatchOperation.Replace(probe.field("periodSeconds"), 10))))
        .isEqualTo(pod(Map.of("name", "web", "readinessProbe", Map.of("periodSeconds", 10))));
  }

  @Test
  void theObjectGivenStaysAsItIs() {
    var before = POD.toString();
    applied(new PatchOperation.Replace(WEB.field("name"), "app"));
    assertThat(POD).hasToString(before);
  }

  @Test
  void whatIsThereIsNotAdded() {
    assertMisfit(
        new PatchOperation.Add(WEB.field("name"), "app"),
        "cannot add spec.containers[0].name: it is there already");
  }

  @Test
  void whatIsNotThereIsNotReplaced() {
    assertMisfit(
        new PatchOperation.Replace(WEB.field("image"), "nginx"),
        "cannot replace spec.containers[0].image: it is not there");
  }

  @Test
  void whatIsNotThereIsNotRemoved() {
    assertMisfit(
        new PatchOperation.Remove(WEB.field("image")),
        "cannot remove spec.containers[0].image: it is not there");
  }

  @Test
  void theParentMustBeThere() {
    assertMisfit(
        new PatchOperation.Add(WEB.field("ports").index(0).field("name"), "http"),
        "cannot add spec.containers[0].ports[0].name: it has no parent in the object");
    assertMisfit(
        new PatchOperation.Add(FieldPath.of("spec", "containers").index(2).field("name"), "x"),
        "cannot add spec.containers[2].name: it has no parent in the object");
    assertMisfit(
        new PatchOperation.Add(FieldPath.of("spec", "containers", "name"), "x"),
        "cannot add spec.containers.name: it is no field of an object");
  }

  @Test
  void itemsOfListsAndTheWholeObjectAreNotPatched() {
    assertMisfit(
        new PatchOperation.Remove(WEB),
        "cannot remove spec.containers[0]: it is no field of an object");
    assertMisfit(
        new PatchOperation.Remove(FieldPath.ROOT),
        "cannot remove : it must name a field of the object");
  }

  private static void assertMisfit(PatchOperation operation, String message) {
    assertThatThrownBy(() -> applied(operation))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  private static Map<String, ?> pod(Map<String, ?> first) {
    return Map.of("spec", Map.of("containers", List.of(first, Map.of("name", "log"))));
  }
}
