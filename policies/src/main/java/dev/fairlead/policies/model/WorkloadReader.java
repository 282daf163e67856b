package dev.fairlead.policies.model;

import dev.fairlead.policies.model.Container.Role;
import dev.fairlead.policies.model.Workload.Ordinals;
import dev.fairlead.policies.model.Workload.ReadinessGates;
import dev.fairlead.policies.model.Workload.Rollout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Reads whatever holds a pod template: the built-in workload kinds, and any other kind with
/// containers where its template may stand.
final class WorkloadReader {
  private static final FieldPath TEMPLATE = FieldPath.of("spec", "template");
  private static final FieldPath JOB_TEMPLATE =
      FieldPath.of("spec", "jobTemplate", "spec", "template");

  /// Where each built-in kind keeps its template. `extensions` served these kinds before `apps`
  /// did.
  private static final Map<String, FieldPath> BUILT_IN =
      Map.ofEntries(
          Map.entry("Pod", FieldPath.ROOT),
          Map.entry("ReplicationController", TEMPLATE),
          Map.entry("apps/ControllerRevision", FieldPath.of("data", "spec", "template")),
          Map.entry("apps/DaemonSet", TEMPLATE),
          Map.entry("apps/Deployment", TEMPLATE),
          Map.entry("apps/ReplicaSet", TEMPLATE),
          Map.entry("apps/StatefulSet", TEMPLATE),
          Map.entry("batch/CronJob", JOB_TEMPLATE),
          Map.entry("batch/Job", TEMPLATE),
          Map.entry("extensions/DaemonSet", TEMPLATE),
          Map.entry("extensions/Deployment", TEMPLATE),
          Map.entry("extensions/ReplicaSet", TEMPLATE));

  /// The kinds that ask for one Pod where they do not say how many.
  private static final Set<String> DEFAULT_TO_ONE =
      Set.of("Deployment", "Pod", "ReplicaSet", "ReplicationController", "StatefulSet");

  /// Names of volumes and of their sources that hold certificates, keys, tokens and passwords.
  private static final Pattern KEYS_ONLY =
      Pattern.compile(
          "(^|[-._])(ca|certs?|certificates?|cacerts?|tls|ssl|pki|keystore|truststore|jwks?|keys?"
              + "|passwords?|passwd|credentials?|creds|tokens?|license)($|[-._])|kube-api-access");

  private WorkloadReader() {}

  /// @param templates where a kind that is not built in may hold one
  static Optional<Workload> read(
      Fields root, Metadata metadata, List<FieldPath> templates, ConfigMaps configMaps) {
    var ref = metadata.ref();
    var builtIn = Optional.ofNullable(BUILT_IN.get(key(ref)));
    if (builtIn.isPresent()) {
      // Read for what does not decode: the labels of the template alone reach the Pods.
      root.object("spec").object("selector").texts("matchLabels");
      return Optional.of(workload(root, metadata, builtIn.get(), configMaps));
    }
    if (PodMakers.isKubernetesOwn(ref.apiVersion())) {
      return Optional.empty();
    }
    return templates.stream()
        .filter(template -> holdsContainers(root, template))
        .findFirst()
        .map(template -> workload(root, metadata, template, configMaps));
  }

  /// Looks without noting anything: a custom kind may use these fields for something else.
  private static boolean holdsContainers(Fields root, FieldPath template) {
    return root.quietly().at(template).object("spec").list("containers").stream()
        .anyMatch(container -> container instanceof Map);
  }

  private static Workload workload(
      Fields root, Metadata metadata, FieldPath at, ConfigMaps configMaps) {
    var template = root.at(at);
    var spec = template.object("spec");
    var containers = new ArrayList<Container>();
    var numbers = new SpokenNumbersReader();
    var allowance = new Environment.Allowance();
    var resolution = NameResolution.of(spec.quietly());
    var references = new ReferenceReader(spec, resolution);
    var judged = !Workload.isOwnedCopy(metadata); // nobody asks what the others say
    var quiet = template.object("metadata").quietly();
    var annotations = judged ? quiet.texts("annotations") : Map.<String, String>of();
    numbers.addFrom(annotations);
    for (var entry : spec.objects("containers")) {
      containers.add(container(entry, Role.REGULAR));
      if (judged) {
        var environment = Environment.of(entry, configMaps, metadata, allowance);
        numbers.addFrom(entry, environment);
        references.addFrom(entry, environment);
      }
    }
    for (var entry : spec.objects("initContainers")) {
      var sidecar = entry.text("restartPolicy").orElse("").equals("Always");
      containers.add(container(entry, sidecar ? Role.SIDECAR : Role.INIT));
      if (judged) {
        var environment = Environment.of(entry, configMaps, metadata, allowance);
        numbers.addFrom(entry, environment);
        references.addFrom(entry, environment);
      }
    }
    return new Workload(
        metadata,
        at,
        template.object("metadata").texts("labels"),
        containers,
        spec.list("readinessGates").isEmpty() ? ReadinessGates.NONE : ReadinessGates.SOME,
        numbers.all(),
        judged ? configuration(spec.quietly()) : List.of(),
        judged ? Injector.marks(quiet.texts("labels"), annotations) : Injector.Marks.NONE,
        resolution,
        references.all(),
        judged ? replicas(root.quietly(), metadata.ref()) : OptionalInt.empty(),
        rollout(root.quietly()),
        ordinals(root, metadata),
        serviceName(root, metadata),
        podState(root, metadata),
        at.equals(FieldPath.ROOT) ? 0 : TemplateHash.of(template));
  }

  /// The volumes from which a container may read where to listen. Certificates and passwords say
  /// nothing about that, nor does what every Pod gets to know the API server.
  private static List<String> configuration(Fields spec) {
    var sources = new ArrayList<String>();
    for (var volume : spec.objects("volumes")) {
      var name = volume.text("name").orElse("");
      if (volume.has("configMap")) {
        add("ConfigMap/", volume.object("configMap").text("name").orElse(name), name, sources);
      }
      if (volume.has("secret")) {
        add("Secret/", volume.object("secret").text("secretName").orElse(name), name, sources);
      }
      if (volume.has("csi") || volume.has("projected")) {
        add("volume ", name, name, sources);
      }
    }
    return sources;
  }

  private static void add(String kind, String source, String volume, List<String> sources) {
    if (!KEYS_ONLY.matcher(source).find() && !KEYS_ONLY.matcher(volume).find()) {
      sources.add(kind + source);
    }
  }

  private static Rollout rollout(Fields root) {
    var spec = root.object("spec");
    var strategy = spec.object("updateStrategy");
    var held =
        spec.isTrue("paused")
            || strategy.text("type").orElse("").equals("OnDelete")
            || strategy.object("rollingUpdate").number("partition").orElse(0) > 0;
    return held ? Rollout.HELD : Rollout.REPLACES_PODS;
  }

  private static Container container(Fields entry, Role role) {
    return new Container(
        entry.text("name").orElse(""),
        role,
        entry.path(),
        ports(entry),
        probes(entry),
        hooks(entry));
  }

  private static List<ContainerPort> ports(Fields container) {
    var ports = new ArrayList<ContainerPort>();
    for (var entry : container.objects("ports")) {
      var name = entry.text("name").orElse("");
      if (!name.isEmpty()) {
        PortRules.named(entry, "name", name);
      }
      var hostPort = entry.number("hostPort").orElse(0);
      if (hostPort != 0) {
        PortRules.inRange(entry, "hostPort", hostPort);
      }
      ports.add(
          new ContainerPort(
              name, PortRules.port(entry, "containerPort"), entry.text("protocol").orElse("TCP")));
    }
    return ports;
  }

  private static List<Probe> probes(Fields container) {
    var probes = new ArrayList<Probe>();
    for (var kind : Probe.Kind.values()) {
      if (container.has(kind.field())) {
        probes.add(probe(container.object(kind.field()), kind));
      }
    }
    return probes;
  }

  private static Probe probe(Fields probe, Probe.Kind kind) {
    for (var handler : List.of("httpGet", "tcpSocket")) {
      if (probe.has(handler)) {
        var action = probe.object(handler);
        var elsewhere = action.has("host");
        return new Probe(
            kind,
            portName(action),
            elsewhere ? 0 : portNumber(action.quietly()),
            action.path().field("port"));
      }
    }
    if (probe.has("grpc")) {
      var action = probe.object("grpc");
      return new Probe(
          kind, Optional.empty(), action.number("port").orElse(0), action.path().field("port"));
    }
    return new Probe(kind, Optional.empty(), 0, probe.path());
  }

  private static List<Hook> hooks(Fields container) {
    if (!container.has("lifecycle")) {
      return List.of();
    }
    var hooks = new ArrayList<Hook>();
    var lifecycle = container.object("lifecycle").quietly();
    for (var name : List.of("postStart", "preStop")) {
      for (var handler : List.of("httpGet", "tcpSocket")) {
        var action = lifecycle.object(name).object(handler);
        portName(action).ifPresent(port -> hooks.add(new Hook(port, action.path().field("port"))));
      }
    }
    return hooks;
  }

  /// A port by name; digits in quotes are a number.
  private static Optional<String> portName(Fields action) {
    return action.numberOrText("port") instanceof String text
            && !text.isEmpty()
            && !PortRules.isNumber(text)
        ? Optional.of(text)
        : Optional.empty();
  }

  private static int portNumber(Fields action) {
    return switch (action.numberOrText("port")) {
      case Integer number -> number;
      case String text when PortRules.isNumber(text) && text.length() <= 5 ->
          Integer.parseInt(text);
      case null, default -> 0;
    };
  }

  private static Optional<String> serviceName(Fields root, Metadata metadata) {
    return metadata.ref().kind().equals("StatefulSet")
        ? root.object("spec").text("serviceName")
        : Optional.empty();
  }

  private static Optional<Ordinals> ordinals(Fields root, Metadata metadata) {
    if (!metadata.ref().kind().equals("StatefulSet")) {
      return Optional.empty();
    }
    var spec = root.object("spec");
    var reserved =
        spec.list("reserveOrdinals").stream()
            .flatMap(item -> Fields.wholeNumber(item).stream().boxed())
            .collect(Collectors.toSet());
    return Optional.of(
        new Ordinals(
            spec.object("ordinals").number("start").orElse(0),
            spec.number("replicas").orElse(1),
            reserved));
  }

  /// With the API server's default; a DaemonSet asks for as many as there are nodes for it.
  private static OptionalInt replicas(Fields root, ObjectRef ref) {
    if (ref.kind().equals("DaemonSet") && ref.group().equals("apps")) {
      var nodes = root.object("status").number("desiredNumberScheduled");
      return nodes.isPresent() ? nodes : OptionalInt.of(1);
    }
    var written = root.object("spec").number("replicas");
    var defaulted = BUILT_IN.containsKey(key(ref)) && DEFAULT_TO_ONE.contains(ref.kind());
    return written.isEmpty() && defaulted ? OptionalInt.of(1) : written;
  }

  private static String key(ObjectRef ref) {
    return ref.group().isEmpty() ? ref.kind() : ref.group() + "/" + ref.kind();
  }

  private static Optional<PodState> podState(Fields root, Metadata metadata) {
    if (!metadata.ref().kind().equals("Pod")) {
      return Optional.empty();
    }
    var status = root.object("status");
    var hasAddress = status.text("podIP").isPresent() || !status.list("podIPs").isEmpty();
    return Optional.of(
        new PodState(
            status.text("phase").orElse(""), hasAddress, metadata.is(Metadata.Trait.DELETING)));
  }
}
