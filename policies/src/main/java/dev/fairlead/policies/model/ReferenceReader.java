package dev.fairlead.policies.model;

import dev.fairlead.policies.model.HostText.Host;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Collects the Services that the containers of a pod name. Plain values only: what comes from a
/// Secret or a ConfigMap is unknown.
final class ReferenceReader {
  /// The ends of variable names whose value, a bare word, is a host.
  private static final Pattern HOST_VARIABLE =
      Pattern.compile("(.*?)_?(HOST|HOSTNAME|SERVER|SERVICE|ADDR|ADDRESS|ENDPOINT)");

  /// Variables that end like a host's and by which a process says who it is itself.
  private static final Set<String> OWN_NAMES = Set.of("HOSTNAME", "DD_SERVICE", "DD_HOSTNAME");

  /// Hosts that are no Service, or always there.
  private static final Set<String> NO_SERVICES =
      Set.of(
          "localhost",
          "kubernetes",
          "kubernetes.default",
          "kubernetes.default.svc",
          "kubernetes.default.svc.cluster.local",
          "metadata");

  /// Kubernetes' `$(VAR)`; `$$` stands for a dollar.
  private static final Pattern VARIABLE = Pattern.compile("\\$\\$|\\$\\(([^()\\s]+)\\)");

  private final List<ServiceReference> references = new ArrayList<>();
  private final boolean resolvesServices;
  private final Set<String> aliases;

  ReferenceReader(Fields podSpec) {
    var quiet = podSpec.quietly();
    this.resolvesServices = resolvesServices(quiet);
    this.aliases =
        quiet.objects("hostAliases").stream()
            .flatMap(alias -> alias.list("hostnames").stream())
            .map(String::valueOf)
            .collect(Collectors.toSet());
  }

  /// Pods that do not ask the cluster's DNS, or ask it for other domains first, mean other hosts.
  private static boolean resolvesServices(Fields spec) {
    var asks =
        switch (spec.text("dnsPolicy").orElse("ClusterFirst")) {
          case "ClusterFirst" -> !spec.isTrue("hostNetwork");
          case "ClusterFirstWithHostNet" -> true;
          default -> false;
        };
    return asks && spec.object("dnsConfig").list("searches").isEmpty();
  }

  void addFrom(Fields container) {
    if (!resolvesServices) {
      return;
    }
    var values = new LinkedHashMap<String, String>();
    for (var variable : container.quietly().objects("env")) {
      var name = variable.text("name").orElse("");
      values.remove(name);
      variable.anyText("value").ifPresent(value -> values.put(name, expanded(value, values)));
    }
    var name = container.quietly().text("name").orElse("");
    for (var variable : container.quietly().objects("env")) {
      var key = variable.text("name").orElse("");
      if (variable.anyText("value").isPresent()) {
        addValue(name, variable.path().field("value"), key, values);
      }
    }
    for (var field : List.of("command", "args")) {
      addWords(name, container, field, values);
    }
  }

  List<ServiceReference> all() {
    return references;
  }

  private void addValue(
      String container, FieldPath field, String variable, Map<String, String> values) {
    var hosts =
        isOtherwiseMeant(variable)
            ? Set.<Host>of()
            : HostText.in(values.getOrDefault(variable, ""));
    if (hosts.isEmpty()) {
      bare(container, field, variable, values).ifPresent(references::add);
    }
    hosts.forEach(host -> add(container, field, Optional.of(variable), host));
  }

  /// Images, and the names that a certificate has to carry, look like hosts.
  private static boolean isOtherwiseMeant(String variable) {
    return HostText.namesAnImage(variable)
        || variable.toUpperCase(Locale.ROOT).endsWith("SERVER_NAME");
  }

  private void addWords(String container, Fields fields, String name, Map<String, String> values) {
    var words = fields.quietly().list(name);
    for (var i = 0; i < words.size(); i++) {
      if (words.get(i) instanceof String word) {
        var field = fields.path().field(name).index(i);
        HostText.in(expanded(word, values))
            .forEach(host -> add(container, field, Optional.empty(), host));
      }
    }
  }

  private void add(String container, FieldPath field, Optional<String> variable, Host host) {
    if (mayBeService(host.name())) {
      references.add(
          new ServiceReference(container, field, variable, host.text(), host.name(), host.port()));
    }
  }

  private boolean mayBeService(String host) {
    return !NO_SERVICES.contains(host) && !aliases.contains(host);
  }

  /// A word alone is a host if its variable says so, and it has a hyphen or a port beside it:
  /// `DB_HOST=postgres-service`, `DB_PORT=5432`.
  private Optional<ServiceReference> bare(
      String container, FieldPath field, String variable, Map<String, String> values) {
    var upperCase = variable.toUpperCase(Locale.ROOT);
    var name = HOST_VARIABLE.matcher(upperCase);
    var host = HostText.host(values.getOrDefault(variable, ""), "");
    if (!name.matches()
        || OWN_NAMES.contains(upperCase)
        || host.filter(h -> mayBeService(h.name())).isEmpty()) {
      return Optional.empty();
    }
    var word = host.get().name();
    var beside = portBeside(name.group(1), values);
    return word.contains("-") || beside.isPresent()
        ? Optional.of(
            new ServiceReference(
                container,
                field,
                Optional.of(variable),
                word,
                word,
                beside.map(HostText::number).orElse(OptionalInt.empty())))
        : Optional.empty();
  }

  /// The value of the variable that has the same name but for `PORT` at its end.
  private static Optional<String> portBeside(String stem, Map<String, String> values) {
    return values.entrySet().stream()
        .filter(
            entry -> {
              var other = entry.getKey().toUpperCase(Locale.ROOT);
              return other.equals(stem + "_PORT") || other.equals(stem + "PORT");
            })
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /// The text with each `$(VAR)` replaced whose value is known, as the kubelet does; empty where it
  /// grows too long to be read, since values can double and double again.
  private static String expanded(String text, Map<String, String> values) {
    if (text.length() > HostText.LONGEST) {
      return "";
    }
    if (text.indexOf('$') < 0) {
      return text;
    }
    var expanded = new StringBuilder();
    var end = 0;
    for (var match : VARIABLE.matcher(text).results().toList()) {
      var name = match.group(1);
      expanded
          .append(text, end, match.start())
          .append(name == null ? "$" : values.getOrDefault(name, match.group()));
      end = match.end();
      if (expanded.length() > HostText.LONGEST) {
        return "";
      }
    }
    return expanded.append(text, end, text.length()).toString();
  }
}
