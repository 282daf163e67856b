package dev.fairlead.policies.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The environment variables of a container, as far as their values can be told. As the kubelet
/// does, it takes `envFrom` first, then `env` in its order, and the later of two variables with one
/// name (kubernetes, pkg/kubelet/kubelet_pods.go, `makeEnvironmentVariables`).
final class Environment {
  /// A variable with its value, `$(VAR)` replaced.
  ///
  /// @param field where the value stands, or what brings it
  /// @param configMap where the value comes from; empty for one that is written in the workload
  record Variable(String value, FieldPath field, Optional<ObjectRef> configMap) {}

  /// Kubernetes' `$(VAR)`; `$$` stands for a dollar.
  private static final Pattern REFERENCE = Pattern.compile("\\$\\$|\\$\\(([^()\\s]+)\\)");

  private final Map<String, Variable> variables = new LinkedHashMap<>();

  /// What the texts of one workload may still grow to, where values stand in for names: many short
  /// texts can each ask for one long value.
  static final class Allowance {
    private static final int MOST_CHARACTERS = 1 << 20;

    private int left = MOST_CHARACTERS;

    private boolean takes(int characters) {
      left -= characters;
      return left >= 0;
    }
  }

  private final ConfigMaps configMaps;
  private final Metadata workload;
  private final Allowance allowance;
  private boolean complete = true;

  private Environment(ConfigMaps configMaps, Metadata workload, Allowance allowance) {
    this.configMaps = configMaps;
    this.workload = workload;
    this.allowance = allowance;
  }

  static Environment of(
      Fields container, ConfigMaps configMaps, Metadata workload, Allowance allowance) {
    var environment = new Environment(configMaps, workload, allowance);
    var quiet = container.quietly();
    quiet.objects("envFrom").forEach(environment::addAll);
    quiet.objects("env").forEach(environment::add);
    return environment;
  }

  /// By name, in the order in which the container gets them.
  Map<String, Variable> variables() {
    return Collections.unmodifiableMap(variables);
  }

  /// False where some value comes from a Secret, or from a ConfigMap that is not in view, or where
  /// there is too much to be read.
  boolean isComplete() {
    return complete;
  }

  private void addAll(Fields source) {
    var configMap = source.object("configMapRef");
    var values =
        configMap
            .text("name")
            .map(name -> ConfigMaps.named(name, workload))
            .flatMap(ref -> configMaps.valuesOf(ref).map(known -> Map.entry(ref, known)));
    if (values.isEmpty()) {
      complete = false;
      return;
    }
    var prefix = source.text("prefix").orElse("");
    var from = Optional.of(values.get().getKey());
    values
        .get()
        .getValue()
        .forEach(
            (key, value) ->
                put(prefix + key, new Variable(value, configMap.path().field("name"), from)));
  }

  private void add(Fields variable) {
    var name = variable.text("name").orElse("");
    variables.remove(name);
    var written = variable.anyText("value");
    if (written.isPresent()) {
      var field = variable.path().field("value");
      put(name, new Variable(expanded(written.get()), field, Optional.empty()));
      return;
    }
    var source = variable.object("valueFrom");
    if (source.has("secretKeyRef")) {
      complete = false;
    }
    if (source.has("configMapKeyRef")) {
      addKey(name, source.object("configMapKeyRef"));
    }
  }

  private void addKey(String name, Fields source) {
    var configMap = ConfigMaps.named(source.text("name").orElse(""), workload);
    var values = configMaps.valuesOf(configMap);
    if (values.isEmpty()) {
      complete = false;
      return;
    }
    Optional.ofNullable(values.get().get(source.text("key").orElse("")))
        .ifPresent(
            value ->
                put(name, new Variable(value, source.path().field("key"), Optional.of(configMap))));
  }

  private void put(String name, Variable variable) {
    variables.remove(name);
    variables.put(name, variable);
  }

  /// The text with each `$(VAR)` replaced whose value is known, as the kubelet does; empty where it
  /// grows too long to be read, since values can double and double again, and as it is where the
  /// texts of the workload have grown too much already.
  String expanded(String text) {
    if (text.length() > HostText.LONGEST) {
      complete = false;
      return "";
    }
    if (text.indexOf('$') < 0) {
      return text;
    }
    var expanded = new StringBuilder();
    var end = 0;
    for (var match : REFERENCE.matcher(text).results().toList()) {
      var name = match.group(1);
      expanded
          .append(text, end, match.start())
          .append(name == null ? "$" : valueOr(name, match.group()));
      end = match.end();
      if (expanded.length() > HostText.LONGEST) {
        complete = false;
        return "";
      }
    }
    expanded.append(text, end, text.length());
    if (!allowance.takes(expanded.length())) {
      complete = false;
      return text;
    }
    return expanded.toString();
  }

  private String valueOr(String name, String otherwise) {
    var variable = variables.get(name);
    return variable == null ? otherwise : variable.value();
  }
}
