package dev.fairlead.webhook.settings;

import dev.fairlead.policies.judge.Level;
import dev.fairlead.policies.model.DnsLabel;
import dev.fairlead.policies.model.FieldPath;
import dev.fairlead.webhook.cluster.Disclosure;
import dev.fairlead.webhook.logs.LogFormat;
import dev.fairlead.webhook.settings.Settings.ManagementAccess;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads every setting by its name, with its default and what is allowed.
///
/// A setting is written as `fairlead.drain-time` in the file, as `FAIRLEAD_DRAIN_TIME` in the
/// environment and as `--drain-time` on the command line. The command line goes before the
/// environment, and that before the file. A list that is written replaces the default.
public final class SettingsReader {
  /// The most that an API server waits for a webhook.
  private static final Duration MAX_TIMEOUT = Duration.ofSeconds(30);

  /// The key of a label: an optional DNS name and a slash, and a name.
  private static final Pattern LABEL_KEY =
      Pattern.compile(
          "([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([-\\w.]{0,61}[A-Za-z0-9])?");

  private static final Pattern SERVICE =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?/[a-z0-9]([-a-z0-9]*[a-z0-9])?");

  /// YAML reads `false` and `off` alike.
  private static final Map<String, Boolean> TRUTH =
      Map.of("true", true, "false", false, "off", false);

  private static final Map<String, ManagementAccess> MANAGEMENT_ACCESS =
      Map.of("anyone", ManagementAccess.ANYONE, "authorized", ManagementAccess.AUTHORIZED);

  private static final Pattern NAME = Pattern.compile("\\S+");

  /// An API group that is not Kubernetes' own core, and a kind in it.
  private static final String KIND = "[a-z0-9-]+(?:\\.[a-z0-9-]+)*/[A-Z][A-Za-z0-9]*";

  private static final Pattern GROUP_OR_KIND =
      Pattern.compile("[a-z0-9-]+(?:\\.[a-z0-9-]+)*|" + KIND);

  private static final Pattern TEMPLATE =
      Pattern.compile("(%s)=([A-Za-z0-9]+(?:\\.[A-Za-z0-9]+)*)".formatted(KIND));

  private final WrittenSettings written;

  private SettingsReader(WrittenSettings written) {
    this.written = written;
  }

  /// Reads what is written in all three places.
  ///
  /// @param file of settings in YAML
  /// @param environment variables; those that do not start with `FAIRLEAD_` are left alone
  /// @param options by their names without dashes; lists with commas
  /// @throws BadSettings with everything that is wrong
  public static Settings read(
      Optional<Path> file, Map<String, String> environment, Map<String, String> options)
      throws BadSettings {
    var written = WrittenSettings.in(file, environment, options);
    var settings = new SettingsReader(written).settings();
    written.mustBeGood();
    return settings;
  }

  /// The names of all settings.
  static Set<String> names() throws BadSettings {
    var written = WrittenSettings.in(Optional.empty(), Map.of(), Map.of());
    new SettingsReader(written).settings();
    return written.names();
  }

  private Settings settings() {
    var cluster = cluster();
    var listen = listen();
    if (cluster.state().isPresent() && listen.managementAccess() == ManagementAccess.AUTHORIZED) {
      written.problem("management-access", "anyone where fairlead.state is set", "authorized");
    }
    return new Settings(
        listen,
        cluster,
        judging(),
        exempt(),
        people(),
        controllers(),
        customKinds(),
        disclosure(),
        limits(),
        settle(),
        new CertificateSettings(written).read(cluster.namespace()),
        written.value("log.format", LogFormat.TEXT, "one of " + LogFormat.labels(), LogFormat::of));
  }

  private Settings.Listen listen() {
    var listen =
        new Settings.Listen(
            written.value(
                "address",
                "0.0.0.0",
                "an IP address (0.0.0.0 for all of this machine)",
                SettingsReader::address),
            port("port", 8443),
            port("management-port", 8081),
            written.value(
                "management-access",
                ManagementAccess.ANYONE,
                "anyone or authorized",
                text -> Optional.ofNullable(MANAGEMENT_ACCESS.get(text))),
            written.optional(
                "cert-dir",
                "a directory, or a path where one can be made",
                text -> path(text).filter(SettingsReader::canBeDirectory)));
    if (listen.port() == listen.managementPort() && listen.port() != 0) {
      written.problem(
          "management-port", "another port than fairlead.port", listen.managementPort());
    }
    return listen;
  }

  private Settings.Cluster cluster() {
    var cluster =
        new Settings.Cluster(
            written.optional(
                "kubeconfig",
                "a file that can be read",
                text -> path(text).filter(SettingsReader::isReadableFile)),
            written.optional(
                "state",
                "a file or directory of manifests that can be read",
                text -> path(text).filter(Files::isReadable)),
            written.value(
                "namespace",
                "fairlead-system",
                "the name of a namespace",
                text -> Optional.of(text).filter(DnsLabel::is)));
    if (cluster.kubeconfig().isPresent() && cluster.state().isPresent()) {
      written.problem("state", "left out where fairlead.kubeconfig is set", cluster.state().get());
    }
    return cluster;
  }

  private Settings.Judging judging() {
    return new Settings.Judging(
        written.value("level", Level.GUARD, "one of " + Level.labels(), Level::of),
        time("window", Duration.ofMinutes(1), Duration.ofSeconds(1), Duration.ofDays(1)),
        written.values(
            "overrides",
            EnumSet.of(Level.STRICT, Level.GUARD, Level.WARN),
            "allowed, off, or the levels at which they count (strict, guard, warn)",
            SettingsReader::overrides));
  }

  private Settings.Exempt exempt() {
    return new Settings.Exempt(
        names("exempt.namespaces", "kube-system", "kube-node-lease"),
        names("exempt.users"),
        names("exempt.groups"));
  }

  /// kubectl, the consoles that name themselves, and Mozilla for those that run in a browser.
  private Settings.People people() {
    return new Settings.People(
        names(
            "people.field-managers",
            "kubectl",
            "kubectl-*",
            "k9s",
            "Lens",
            "OpenLens",
            "Freelens",
            "headlamp",
            "kubernetes-dashboard",
            "dashboard-api",
            "bridge",
            "rancher",
            "Mozilla"));
  }

  private Settings.Controllers controllers() {
    return new Settings.Controllers(
        names(
            "controllers.users",
            "system:serviceaccount:argo-rollouts:argo-rollouts",
            "system:serviceaccount:flagger-system:flagger",
            "system:serviceaccount:istio-system:flagger"));
  }

  private Settings.CustomKinds customKinds() {
    return new Settings.CustomKinds(
        written.values(
            "custom-kinds.podless",
            Set.of(),
            "a list of API groups and kinds (example.com, example.com/Widget)",
            names ->
                names.stream().allMatch(GROUP_OR_KIND.asMatchPredicate())
                    ? Optional.of(Set.copyOf(names))
                    : Optional.empty()),
        written.values(
            "custom-kinds.templates",
            Map.of(),
            "a list of kinds and where their pod template stands"
                + " (example.com/Widget=spec.template)",
            SettingsReader::templates),
        time(
            "custom-kinds.refresh",
            Duration.ofSeconds(30),
            Duration.ofSeconds(1),
            Duration.ofHours(1)));
  }

  private static Optional<Map<String, FieldPath>> templates(List<String> texts) {
    var templates = new HashMap<String, FieldPath>();
    for (var text : texts) {
      var parts = TEMPLATE.matcher(text);
      if (!parts.matches()) {
        return Optional.empty();
      }
      templates.put(parts.group(1), FieldPath.of(parts.group(2).split("\\.", -1)));
    }
    return Optional.of(templates);
  }

  private Disclosure disclosure() {
    var label =
        written.optional(
            "hints.label",
            "the key of a label, such as example.com/tenant",
            text -> Optional.of(text).filter(LABEL_KEY.asMatchPredicate()));
    var namespaces =
        written.value(
            "hints.namespaces",
            "all",
            "one of all, labelled, none",
            text -> Optional.of(text).filter(Set.of("all", "labelled", "none")::contains));
    return switch (namespaces) {
      case "labelled" -> {
        if (label.isEmpty()) {
          written.problem(
              "hints.namespaces", "all or none where fairlead.hints.label is not set", namespaces);
        }
        yield new Disclosure.Labelled(label.orElse(""));
      }
      case "none" -> new Disclosure.None();
      case String all -> new Disclosure.All();
    };
  }

  private Settings.Limits limits() {
    return new Settings.Limits(
        time("confirm-timeout", Duration.ofSeconds(1), Duration.ofMillis(1), MAX_TIMEOUT),
        time("drain-time", Duration.ofSeconds(20), Duration.ZERO, Duration.ofMinutes(10)),
        number("max-in-flight", 512, 1, 1_000_000),
        number("max-connections", 1_024, 16, 1_000_000),
        time("body-timeout", Duration.ofSeconds(5), Duration.ofMillis(100), MAX_TIMEOUT),
        time("stale-after", Duration.ofMinutes(1), Duration.ofSeconds(1), Duration.ofHours(1)));
  }

  private Optional<Settings.Settle> settle() {
    var settle =
        new Settings.Settle(
            written.value(
                "settle.lease",
                "fairlead",
                "the name of a Lease",
                text -> Optional.of(text).filter(DnsLabel::is)),
            time(
                "settle.lease-time",
                Duration.ofSeconds(15),
                Duration.ofSeconds(1),
                Duration.ofMinutes(5)),
            number("settle.writes-per-second", 20, 1, 1_000),
            written.values(
                "settle.dns-services",
                Set.of(
                    "kube-system/kube-dns",
                    "kube-system/coredns",
                    "kube-system/rke2-coredns-rke2-coredns",
                    "openshift-dns/dns-default"),
                "a list of Services as namespace/name",
                names ->
                    names.stream().allMatch(SERVICE.asMatchPredicate())
                        ? Optional.of(Set.copyOf(names))
                        : Optional.empty()));
    var enabled =
        written.value(
            "settle.enabled", true, "true or false", text -> Optional.ofNullable(TRUTH.get(text)));
    return enabled ? Optional.of(settle) : Optional.empty();
  }

  private int port(String name, int otherwise) {
    return number(name, otherwise, 0, 65_535);
  }

  private int number(String name, int otherwise, int least, int most) {
    return written.value(
        name,
        otherwise,
        "a whole number from %d to %d".formatted(least, most),
        text ->
            WrittenSettings.converted(text, Integer.class).filter(n -> n >= least && n <= most));
  }

  private Duration time(String name, Duration otherwise, Duration least, Duration most) {
    return written.value(
        name,
        otherwise,
        "a time from %dms to %ds, such as 500ms, 60s or 5m"
            .formatted(least.toMillis(), most.toSeconds()),
        text ->
            WrittenSettings.converted(text, Duration.class)
                .filter(time -> time.compareTo(least) >= 0 && time.compareTo(most) <= 0));
  }

  private Set<String> names(String name, String... otherwise) {
    return written.values(
        name,
        Set.of(otherwise),
        "a list of names, none of them empty or with blanks",
        names ->
            names.stream().allMatch(NAME.asMatchPredicate())
                ? Optional.of(Set.copyOf(names))
                : Optional.empty());
  }

  private static Optional<String> address(String text) {
    try {
      return Optional.of(InetAddress.ofLiteral(text).getHostAddress());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<Path> path(String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static boolean canBeDirectory(Path path) {
    return Files.isDirectory(path) || Files.notExists(path);
  }

  private static boolean isReadableFile(Path path) {
    return Files.isRegularFile(path) && Files.isReadable(path);
  }

  private static Optional<Set<Level>> overrides(List<String> texts) {
    if (texts.equals(List.of("allowed"))) {
      return Optional.of(EnumSet.of(Level.STRICT, Level.GUARD, Level.WARN));
    }
    if (texts.equals(List.of("off"))) {
      return Optional.of(Set.of());
    }
    var levels = new ArrayList<Level>();
    for (var text : texts) {
      Level.of(text).filter(level -> level != Level.OFF).ifPresent(levels::add);
    }
    return levels.size() == texts.size() ? Optional.of(Set.copyOf(levels)) : Optional.empty();
  }
}
