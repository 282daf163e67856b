package dev.fairlead.cli;

import dev.fairlead.policies.model.PlainText;
import dev.fairlead.webhook.api.ClusterUnavailable;
import dev.fairlead.webhook.settle.writing.ReportKind;
import dev.fairlead.webhook.settle.writing.WiredConditions;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `fairlead conditions remove`: takes away what settle has left in a cluster.
@Command(
    name = "remove",
    description =
        "Takes the condition fairlead.dev/Wired off every Service, and deletes Fairlead's reports;"
            + " what others have written stays.",
    footer = {
      "",
      "Exit codes: 0 nothing is left; 1 something is left, and is named; 2 wrong use or no"
          + " cluster.",
      "",
      "  fairlead conditions remove --dry-run",
      "  fairlead conditions remove -n shop",
    })
final class ConditionsRemove implements Callable<Integer> {
  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "How to reach the cluster. Default: the one it runs in, then KUBECONFIG.")
  private @Nullable Path kubeconfig;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAME",
      description = "Only this namespace. Default: all.")
  private @Nullable String namespace;

  @Option(names = "--dry-run", description = "Say what would go, and change nothing.")
  private boolean dryRun;

  @Option(
      names = "--lease",
      paramLabel = "NAME",
      description =
          "The Lease of the copies, whose holder would write the condition again. Default:"
              + " ${DEFAULT-VALUE}. Empty: it is not looked at.")
  private String lease = "fairlead";

  @Option(
      names = "--lease-namespace",
      paramLabel = "NAME",
      description = "The namespace of that Lease. Default: ${DEFAULT-VALUE}.")
  private String leaseNamespace = "fairlead-system";

  private int left;

  @Override
  public Integer call() {
    var wanted = Optional.ofNullable(namespace);
    wanted.ifPresent(name -> NamespaceOption.require(name, spec));
    NamespaceOption.require("--lease-namespace", leaseNamespace, spec);
    if (!lease.isEmpty()) {
      NamespaceOption.require("--lease", lease, spec);
    }
    try (var cluster = WiredConditions.connect(Optional.ofNullable(kubeconfig), System.getenv())) {
      if (!lease.isEmpty()) {
        tellLeader(cluster);
      }
      removeConditions(cluster, wanted);
      removeReports(cluster, wanted);
      return left == 0 ? ExitCode.OK : 1;
    } catch (ClusterUnavailable e) {
      say(String.valueOf(e.getMessage()));
      return ExitCode.USAGE;
    }
  }

  private void tellLeader(WiredConditions cluster) {
    try {
      cluster
          .leader(leaseNamespace, lease, InstantSource.system().instant())
          .ifPresent(
              holder ->
                  say(
                      "Lease %s/%s is held by %s, which writes the condition again while it runs"
                          .formatted(leaseNamespace, lease, holder)));
    } catch (ClusterUnavailable e) {
      say(
          "cannot tell whether a copy runs that writes the condition again: Lease %s/%s: %s"
              .formatted(leaseNamespace, lease, e.getMessage()));
    }
  }

  private void removeConditions(WiredConditions cluster, Optional<String> wanted) {
    List<WiredConditions.Holder> holders;
    try {
      holders = cluster.holders(wanted);
    } catch (ClusterUnavailable e) {
      fail("cannot list Services: " + e.getMessage());
      return;
    }
    var removed = 0;
    var namespaces = new HashSet<String>();
    for (var holder : holders) {
      var service = holder.service();
      try {
        if (dryRun || cluster.remove(holder)) {
          removed++;
          namespaces.add(service.namespace());
        }
      } catch (ClusterUnavailable e) {
        fail("Service/%s -n %s: %s".formatted(service.name(), service.namespace(), e.getMessage()));
      }
    }
    spec.commandLine()
        .getOut()
        .printf(
            "%s the condition from %s in %s%n",
            dryRun ? "would remove" : "removed",
            counted(removed, "Service"),
            counted(namespaces.size(), "namespace"));
  }

  private void removeReports(WiredConditions cluster, Optional<String> wanted) {
    for (var kind : ReportKind.values()) {
      Set<String> namespaces;
      try {
        namespaces = cluster.reported(kind, wanted);
      } catch (ClusterUnavailable e) {
        fail("cannot list %s: %s".formatted(kind.resource(), e.getMessage()));
        continue;
      }
      var removed = 0;
      for (var reported : new TreeSet<>(namespaces)) {
        try {
          if (dryRun || cluster.removeReport(kind, reported)) {
            removed++;
          }
        } catch (ClusterUnavailable e) {
          fail("%s/fairlead -n %s: %s".formatted(kind.kind(), reported, e.getMessage()));
        }
      }
      if (!namespaces.isEmpty()) {
        spec.commandLine()
            .getOut()
            .printf("%s %s%n", dryRun ? "would delete" : "deleted", counted(removed, kind.kind()));
      }
    }
  }

  private static String counted(int number, String what) {
    return "%d %s%s".formatted(number, what, number == 1 ? "" : "s");
  }

  private void fail(String line) {
    left++;
    say(line);
  }

  private void say(String line) {
    spec.commandLine().getErr().println(PlainText.lines("fairlead conditions remove: " + line));
  }
}
