package dev.fairlead.policies.model;

import dev.fairlead.policies.model.Environment.Variable;
import dev.fairlead.policies.model.HostText.Host;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Collects the Services that the containers of a pod name.
final class ReferenceReader {
  /// The ends of variable names whose value, a bare word, is a host.
  private static final Pattern HOST_VARIABLE =
      Pattern.compile("(.*?)_?(HOST|HOSTNAME|SERVER|SERVICE|ADDR|ADDRESS|ENDPOINT)");

  /// Variables that end like a host's and by which a process says who it is itself.
  private static final Set<String> OWN_NAMES = Set.of("HOSTNAME", "DD_SERVICE", "DD_HOSTNAME");

  /// Words of variables whose URLs the process puts into tokens, pages and headers and never calls
  /// itself.
  private static final Pattern TOLD_TO_CLIENTS =
      Pattern.compile(
          "(^|_)(ISSUER|AUDIENCE|AUD|ORIGINS?|CORS|PUBLIC|EXTERNAL|ADVERTISED|REDIRECT|CALLBACK"
              + "|BASE_URL|ROOT_URL|SITE_URL|SELF_URL)(_|$)");

  /// Hosts that are no Service, or always there.
  private static final Set<String> NO_SERVICES =
      Set.of(
          "localhost",
          "kubernetes",
          "kubernetes.default",
          "kubernetes.default.svc",
          "kubernetes.default.svc.cluster.local",
          "metadata");

  /// Where a text stands that may name Services.
  private record Said(
      String container, FieldPath field, Optional<String> variable, Optional<ObjectRef> configMap) {
    ServiceReference reference(String text, String host, OptionalInt port) {
      return new ServiceReference(container, field, variable, configMap, text, host, port);
    }
  }

  private final List<ServiceReference> references = new ArrayList<>();
  private final boolean mayMeanServices;
  private final Set<String> aliases;

  ReferenceReader(Fields podSpec, NameResolution resolution) {
    var quiet = podSpec.quietly();
    this.mayMeanServices = resolution != NameResolution.UNKNOWN;
    this.aliases =
        quiet.objects("hostAliases").stream()
            .flatMap(alias -> alias.list("hostnames").stream())
            .map(String::valueOf)
            .collect(Collectors.toSet());
  }

  void addFrom(Fields container, Environment environment) {
    if (!mayMeanServices || isFull()) {
      return;
    }
    var name = container.quietly().text("name").orElse("");
    var ports = portVariables(environment);
    environment.variables().forEach((variable, value) -> addValue(name, variable, value, ports));
    for (var field : List.of("command", "args")) {
      addWords(name, container, field, environment);
    }
  }

  List<ServiceReference> all() {
    return references;
  }

  private void addValue(
      String container, String name, Variable variable, Map<String, PortVariable> ports) {
    if (isFull()) {
      return;
    }
    var hosts = isOtherwiseMeant(name) ? Set.<Host>of() : HostText.in(variable.value());
    var said = new Said(container, variable.field(), Optional.of(name), variable.configMap());
    if (hosts.isEmpty()) {
      bare(said, name, variable.value(), ports).ifPresent(this::add);
    }
    hosts.forEach(host -> add(said, host));
  }

  /// Images, the names that a certificate has to carry, and what clients are told look like hosts
  /// to be called.
  private static boolean isOtherwiseMeant(String variable) {
    var upperCase = variable.toUpperCase(Locale.ROOT);
    return HostText.namesAnImage(variable)
        || upperCase.endsWith("SERVER_NAME")
        || TOLD_TO_CLIENTS.matcher(upperCase).find();
  }

  private void addWords(String container, Fields fields, String name, Environment environment) {
    var words = fields.quietly().list(name);
    for (var i = 0; i < words.size() && !isFull(); i++) {
      if (words.get(i) instanceof String word) {
        var field = fields.path().field(name).index(i);
        var said = new Said(container, field, Optional.empty(), Optional.empty());
        HostText.in(environment.expanded(word)).forEach(host -> add(said, host));
      }
    }
  }

  private void add(Said said, Host host) {
    if (mayBeService(host.name())) {
      add(said.reference(host.text(), host.name(), host.port()));
    }
  }

  private void add(ServiceReference reference) {
    if (!isFull()) {
      references.add(reference);
    }
  }

  private boolean isFull() {
    return references.size() >= Workload.MOST_REFERENCES;
  }

  private boolean mayBeService(String host) {
    return !NO_SERVICES.contains(host) && !aliases.contains(host);
  }

  /// A word alone is a host if its variable says so, and it has a hyphen or a port beside it:
  /// `DB_HOST=postgres-service`, `DB_PORT=5432`. `SERVICE` and `PORT` are the process's own.
  private Optional<ServiceReference> bare(
      Said said, String variable, String value, Map<String, PortVariable> ports) {
    var upperCase = variable.toUpperCase(Locale.ROOT);
    var name = HOST_VARIABLE.matcher(upperCase);
    var host = HostText.host(value, "");
    if (!name.matches()
        || OWN_NAMES.contains(upperCase)
        || host.filter(h -> mayBeService(h.name())).isEmpty()) {
      return Optional.empty();
    }
    var word = host.get().name();
    var beside = portBeside(name.group(1), ports);
    if (name.group(1).isEmpty() && beside.isPresent()) {
      return Optional.empty();
    }
    return word.contains("-") || beside.isPresent()
        ? Optional.of(
            said.reference(word, word, beside.map(HostText::number).orElse(OptionalInt.empty())))
        : Optional.empty();
  }

  /// A variable whose name ends in `PORT`.
  ///
  /// @param place in the order in which the container gets its variables
  private record PortVariable(int place, String value) {}

  /// By what stands before `PORT`, in upper case; the first of several.
  private static Map<String, PortVariable> portVariables(Environment environment) {
    var ports = new HashMap<String, PortVariable>();
    environment
        .variables()
        .forEach(
            (name, variable) -> {
              var upperCase = name.toUpperCase(Locale.ROOT);
              if (upperCase.endsWith("PORT")) {
                ports.putIfAbsent(
                    upperCase.substring(0, upperCase.length() - "PORT".length()),
                    new PortVariable(ports.size(), variable.value()));
              }
            });
    return ports;
  }

  /// The value of the variable that has the same name but for `PORT` at its end.
  private static Optional<String> portBeside(String stem, Map<String, PortVariable> ports) {
    return Stream.of(stem + "_", stem)
        .flatMap(start -> Optional.ofNullable(ports.get(start)).stream())
        .min(Comparator.comparingInt(PortVariable::place))
        .map(PortVariable::value);
  }
}
