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
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/// What holds of every fix of every workload in every namespace.
class FixPropertiesTest {
  private static final int TRIES = 1000;

  /// The same objects in every run, so that nobody meets the failure of somebody else's change.
  private static final String SEED = "20261125";

  @Provide
  Arbitrary<List<Map<String, ?>>> existing() {
    return RandomObjects.namespaces();
  }

  @Provide
  Arbitrary<Map<String, ?>> workloads() {
    return RandomObjects.workload();
  }

  @Provide
  Arbitrary<FixSwitches> switches() {
    return Arbitraries.of(
        FixSwitches.ALL,
        FixSwitches.of(
            Map.of(
                "fairlead.dev/named-ports", "enabled",
                "fairlead.dev/default-probes", "enabled",
                "fairlead.dev/probe-path", "/health",
                "fairlead.dev/probe-port", "8080")));
  }

  @Property(tries = TRIES, seed = SEED)
  void fixingTwiceIsFixingOnce(
      @ForAll("existing") List<Map<String, ?>> existing,
      @ForAll("workloads") Map<String, ?> workload,
      @ForAll("switches") FixSwitches switches) {
    var view = view(existing);
    var fixed = fixed(workload, view, switches);

    assertThat(proposal(fixed, view, switches).operations()).isEmpty();
    assertThat(fixed(workload, view, switches)).isEqualTo(fixed);
  }

  @Property(tries = TRIES, seed = SEED)
  void onlyUnsetFieldsChange(
      @ForAll("existing") List<Map<String, ?>> existing,
      @ForAll("workloads") Map<String, ?> workload,
      @ForAll("switches") FixSwitches switches) {
    var view = view(existing);
    var proposal = proposal(workload, view, switches);

    assertThat(proposal.operations())
        .allSatisfy(operation -> assertThat(operation).isInstanceOf(PatchOperation.Add.class));
    assertKept(workload, Patch.applied(workload, proposal.operations()));
  }

  @Property(tries = TRIES, seed = SEED)
  void portsGetValidNamesOfTheirOwnAndNoNewEntries(
      @ForAll("existing") List<Map<String, ?>> existing,
      @ForAll("workloads") Map<String, ?> workload,
      @ForAll("switches") FixSwitches switches) {
    var view = view(existing);
    var before = ports(read(workload));
    var after = ports(read(fixed(workload, view, switches)));

    assertThat(after).hasSameSizeAs(before);
    for (var i = 0; i < before.size(); i++) {
      var given = after.get(i).name();
      if (!given.equals(before.get(i).name())) {
        assertThat(PortRules.isName(given)).as(given).isTrue();
        assertThat(after).extracting(ContainerPort::name).containsOnlyOnce(given);
      }
    }
  }

  @Property(tries = TRIES, seed = SEED)
  void whatIsFixedHasNoMistakeThatItHadNot(
      @ForAll("existing") List<Map<String, ?>> existing,
      @ForAll("workloads") Map<String, ?> workload,
      @ForAll("switches") FixSwitches switches) {
    var view = view(existing);

    assertThat(NewFindings.of(read(workload), read(fixed(workload, view, switches)), view))
        .isEmpty();
  }

  @Property(tries = TRIES, seed = SEED)
  void whatAFixClaimsToMendIsFoundNoMore(
      @ForAll("existing") List<Map<String, ?>> existing,
      @ForAll("workloads") Map<String, ?> workload,
      @ForAll("switches") FixSwitches switches) {
    var view = view(existing);
    var proposal = proposal(workload, view, switches);
    var fixed = read(Patch.applied(workload, proposal.operations()));

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
                        "\"%s\" of %s gives it none".formatted(container.name(), fixed.ref())));
      }
    }
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

  private static ClusterView view(List<Map<String, ?>> existing) {
    return Manifests.view(Scope.CLUSTER, RandomObjects.read(existing));
  }

  private static Workload read(Map<String, ?> tree) {
    return (Workload) RandomObjects.read(tree);
  }

  private static Proposal proposal(Map<String, ?> tree, ClusterView view, FixSwitches switches) {
    return Fixes.proposal(tree, Manifests.reading(tree), view, switches);
  }

  private static Map<String, ?> fixed(Map<String, ?> tree, ClusterView view, FixSwitches switches) {
    return Patch.applied(tree, proposal(tree, view, switches).operations());
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
