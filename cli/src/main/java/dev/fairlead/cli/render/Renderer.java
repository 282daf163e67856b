package dev.fairlead.cli.render;

import dev.fairlead.cli.manifests.ManifestSource;
import dev.fairlead.cli.manifests.ManifestSource.Text;
import dev.fairlead.policies.model.PlainText;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// Renders the charts and kustomizations among the paths that a user names, by the user's own helm,
/// kubectl or kustomize. Charts and kustomizations deeper in a folder are not rendered.
///
/// `helm template` asks no cluster. A kustomization that names an address, here or in what it
/// lists, is not rendered, since that would be fetched.
public final class Renderer {
  private static final String HELM = "helm";
  private static final String KUBECTL = "kubectl";
  private static final String KUSTOMIZE = "kustomize";

  private static final String AS_IT_STANDS =
      "--render never judges the files that it lists as they stand, without patches";

  /// What may be the name of a release: helm, pkg/chart/v2/util/validate_name.go.
  private static final Pattern RELEASE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,51}[a-z0-9])?");

  private final String namespace;
  private final Consumer<String> say;

  /// @param namespace of the releases
  /// @param say tells the user what is not rendered, a line each
  public Renderer(String namespace, Consumer<String> say) {
    this.namespace = namespace;
    this.say = say;
  }

  /// What a path renders to; empty where it is neither a chart nor a kustomization, and where a
  /// kustomization has to be read as its files stand.
  ///
  /// @throws CannotRender where a chart has no helm, or the tool fails
  public Optional<Rendered> render(String path) {
    try {
      if (path.equals(ManifestSource.STDIN)) {
        return Optional.empty();
      }
      if (ManifestSource.isChart(Path.of(path))) {
        return Optional.of(chart(path));
      }
      var folder = ManifestSource.kustomization(Path.of(path));
      return folder.isPresent() ? kustomized(path, folder.get()) : Optional.empty();
    } catch (InvalidPathException _) {
      return Optional.empty(); // reading it tells why
    }
  }

  private Rendered chart(String path) {
    if (!Tool.exists(HELM)) {
      throw new CannotRender(
          "%s is a Helm chart, and no helm is on the PATH to render it: install helm, or run it"
                  .formatted(path)
              + " elsewhere and give what `%s` prints".formatted(told(path)));
    }
    var text =
        new Text(
            name(path),
            run(
                path,
                List.of(HELM, "template", release(path), path, "--namespace", namespace),
                ""));
    return new Rendered(text, new ChartOrigins(path, text.text()));
  }

  /// How a user renders a chart.
  private static String told(String path) {
    return "helm template %s".formatted(path);
  }

  private static String release(String path) {
    var folder = Path.of(path).toAbsolutePath().normalize().getFileName();
    var name = String.valueOf(folder);
    return RELEASE.matcher(name).matches() ? name : "release-name";
  }

  private Optional<Rendered> kustomized(String path, Path folder) {
    var address = ManifestSource.addressIn(folder);
    if (address.isPresent()) {
      asItStands(path, "kustomize would fetch %s, and nothing is fetched".formatted(address.get()));
      return Optional.empty();
    }
    var named = folder.toString().isEmpty() ? "." : folder.toString();
    var command =
        Tool.exists(KUBECTL)
            ? List.of(KUBECTL, KUSTOMIZE, named)
            : List.of(KUSTOMIZE, "build", named);
    if (!Tool.exists(command.getFirst())) {
      asItStands(path, "neither kubectl nor kustomize is on the PATH");
      return Optional.empty();
    }
    var text = new Text(name(path), run(path, command, "; " + AS_IT_STANDS));
    return Optional.of(new Rendered(text, new KustomizationOrigins(named)));
  }

  private void asItStands(String path, String why) {
    say.accept(
        "%s is not rendered: %s; the files that it lists are judged as they stand, without patches"
            .formatted(path, why));
  }

  /// What the text is called of which no line can be traced back to a file.
  private static String name(String path) {
    return path + " (rendered)";
  }

  private static String run(String path, List<String> command, String hint) {
    try {
      var ending = Tool.run(command);
      if (ending.succeeded()) {
        return ending.text();
      }
      throw new CannotRender(
          "%s: `%s` fails: %s%s"
              .formatted(
                  path, String.join(" ", command), PlainText.line(ending.text(), 1000), hint));
    } catch (IOException e) {
      throw new CannotRender(
          "%s: `%s` cannot be run: %s".formatted(path, String.join(" ", command), e.getMessage()));
    }
  }
}
