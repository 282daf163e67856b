package dev.fairlead.policies.properties;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.policies.checks.Checks;
import dev.fairlead.policies.fixes.FixSwitches;
import dev.fairlead.policies.fixes.Fixes;
import dev.fairlead.policies.fixes.Patch;
import dev.fairlead.policies.fixes.PatchOperation;
import dev.fairlead.policies.fixes.Proposal;
import dev.fairlead.policies.fixtures.Manifests;
import dev.fairlead.policies.judge.NewFindings;
import dev.fairlead.policies.model.Container;
import dev.fairlead.policies.model.ContainerPort;
import dev.fairlead.policies.model.PortRules;
import dev.fairlead.policies.model.Workload;
import dev.fairlead.policies.view.ClusterView;
import dev.fairlead.policies.view.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What holds of every fix of every workload in every namespace.
class FixPropertiesTest {
  private static final int TRIES = 1000;

  private static final FixSwitches CHOSEN =
      FixSwitches.of(
          Map.of(
              "fairlead.dev/named-ports", "enabled",
              "fairlead.dev/default-probes", "enabled",
              "fairlead.dev/probe-path", "/health",
              "fairlead.dev/probe-port", "8080"));

  /// A workload to fix and what is there before, with a Service that selects it.
  private record Case(
      List<Map<String, ?>> existing, Map<String, ?> workload, FixSwitches switches) {
    static Case random(Choices choices) {
      var workload = RandomObjects.workload(choices);
      var existing = new ArrayList<>(RandomObjects.namespaces(choices));
      existing.add(RandomObjects.serviceOf(read(workload), choices));
      return new Case(existing, workload, choices.of(FixSwitches.ALL, CHOSEN));
    }

    Case with(Map<String, ?> other) {
      return new Case(existing, other, switches);
    }

    ClusterView view() {
      return Manifests.view(Scope.CLUSTER, RandomObjects.read(existing));
    }

    Proposal proposal() {
      return Fixes.proposal(workload, Manifests.reading(workload), view(), switches);
    }

    Map<String, ?> fixed() {
      return Patch.applied(workload, proposal().operations());
    }
  }

  private static void holds(Consumer<Case> property) {
    Property.holds(TRIES, Case::random, property);
  }

  @Test
  void fixingTwiceIsFixingOnce() {
    holds(
        of -> {
          var fixed = of.fixed();

          assertThat(of.with(fixed).proposal().operations()).isEmpty();
          assertThat(of.fixed()).isEqualTo(fixed);
        });
  }

  @Test
  void onlyUnsetFieldsChange() {
    holds(
        of -> {
          assertThat(of.proposal().operations())
              .allSatisfy(
                  operation -> assertThat(operation).isInstanceOf(PatchOperation.Add.class));
          assertKept(of.workload(), of.fixed());
        });
  }

  @Test
  void portsGetValidNamesOfTheirOwnAndNoNewEntries() {
    holds(
        of -> {
          var before = ports(read(of.workload()));
          var after = ports(read(of.fixed()));

          assertThat(after).hasSameSizeAs(before);
          for (var i = 0; i < before.size(); i++) {
            var given = after.get(i).name();
            if (!given.equals(before.get(i).name())) {
              assertThat(PortRules.isName(given)).as(given).isTrue();
              assertThat(after).extracting(ContainerPort::name).containsOnlyOnce(given);
            }
          }
        });
  }

  @Test
  void whatIsFixedHasNoMistakeThatItHadNot() {
    holds(
        of ->
            assertThat(NewFindings.of(read(of.workload()), read(of.fixed()), of.view())).isEmpty());
  }

  @Test
  void whatAFixClaimsToMendIsFoundNoMore() {
    holds(
        of -> {
          var view = of.view();
          var proposal = of.proposal();
          var fixed = read(of.fixed());

          for (var container : fixed.serving()) {
            if (isAdded(proposal, container, "readinessProbe")) {
              assertThat(found("readiness-probe-missing", fixed, view))
                  .noneMatch(message -> message.contains("\"" + container.name() + "\""));
            }
            if (container.ports().stream().noneMatch(port -> port.name().isEmpty())) {
              assertThat(found("port-unnamed", fixed, view))
                  .noneMatch(
                      message ->
                          message.contains(
                              "\"%s\" of %s gives it none"
                                  .formatted(container.name(), fixed.ref())));
            }
          }
        });
  }

  private static boolean isAdded(Proposal proposal, Container container, String field) {
    return proposal.operations().stream()
        .anyMatch(operation -> operation.path().equals(container.path().field(field)));
  }

  private static List<String> found(String check, Workload workload, ClusterView others) {
    var view = others.with(workload);
    return Stream.concat(
            Checks.of(workload, view),
            view.selecting(workload).stream().flatMap(service -> Checks.of(service, view)))
        .filter(finding -> finding.check().id().equals(check))
        .map(finding -> finding.message())
        .toList();
  }

  private static Workload read(Map<String, ?> tree) {
    return (Workload) RandomObjects.read(tree);
  }

  private static List<ContainerPort> ports(Workload workload) {
    return workload.containers().stream().flatMap(c -> c.ports().stream()).toList();
  }

  /// Whatever was there is there, in the same place.
  private static void assertKept(@Nullable Object before, @Nullable Object after) {
    switch (before) {
      case Map<?, ?> map when after instanceof Map<?, ?> kept ->
          map.forEach((key, value) -> assertKept(value, kept.get(key)));
      case List<?> list when after instanceof List<?> kept -> {
        assertThat(kept).hasSameSizeAs(list);
        for (var i = 0; i < list.size(); i++) {
          assertKept(list.get(i), kept.get(i));
        }
      }
      case null, default -> assertThat(after).isEqualTo(before);
    }
  }
}
