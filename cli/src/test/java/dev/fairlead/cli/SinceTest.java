package dev.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `check --since` in a repository of real git.
final class SinceTest {
  @TempDir private Path folder;
  private Path repository;

  @BeforeEach
  void makeRepository() throws IOException, InterruptedException {
    repository = Files.createDirectory(folder.resolve("repository"));
    git("init", "--quiet", "--initial-branch=main");
    write("deploy/service.yaml", service("shop", "http"));
    write("deploy/old.yaml", service("old", "nobody-knows-it"));
    write("deploy/workload.yaml", deployment("shop", "http"));
    commit();
  }

  private String git(String... arguments) throws IOException, InterruptedException {
    var command =
        new ArrayList<>(
            List.of(
                "git", "-C", repository.toString(), "-c", "user.name=t", "-c", "user.email=t@t"));
    command.addAll(List.of(arguments));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s: %s", command, said).isZero();
    return said;
  }

  private void commit() throws IOException, InterruptedException {
    git("add", "--all");
    git("commit", "--quiet", "--message=all");
  }

  private Path write(String name, String text) throws IOException {
    var file = repository.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private static String service(String name, String target) {
    return """
    apiVersion: v1
    kind: Service
    metadata: {name: %s}
    spec:
      selector: {app: shop}
      ports:
        - {name: a, port: 80, targetPort: %s}
    """
        .formatted(name, target);
  }

  private static String deployment(String app, String port) {
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: shop}
    spec:
      selector: {matchLabels: {app: %1$s}}
      template:
        metadata: {labels: {app: %1$s}}
        spec:
          containers:
            - name: web
              image: shop
              ports: [{containerPort: 8080, name: %2$s}]
              readinessProbe: {tcpSocket: {port: %2$s}}
    """
        .formatted(app, port);
  }

  private Run since(String revision, String... more) {
    var arguments = new ArrayList<>(List.of("check", "--since", revision));
    arguments.addAll(List.of(more));
    arguments.add(repository.resolve("deploy").toString());
    return Run.of(arguments);
  }

  @Test
  void whatStoodIsReportedNoMore() {
    var run = since("main");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .isEqualTo("3 objects judged (2 Services, 1 workload): no findings; 1 there before\n");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void whatWorkedAndWorksNoLongerIsAnError() throws IOException {
    write("deploy/workload.yaml", deployment("shop", "rest"));

    var run = since("HEAD");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .contains("error[target-port-unresolved]", "  this worked before\n", "; 1 there before");
    assertThat(since("HEAD", "--format=json").finding())
        .containsEntry("class", "cut")
        .containsEntry("severity", "error")
        .containsEntry("line", 7);
  }

  @Test
  void aWorkloadThatLeavesItsServiceIsTold() throws IOException {
    write("deploy/workload.yaml", deployment("cart", "http"));

    assertThat(since("HEAD", "--format=json").findings())
        .extracting(finding -> finding.get("check") + " " + finding.get("class"))
        .containsExactly("selector-unmatched arrival", "selector-unmatched cut");
  }

  @Test
  void aFileThatIsGoneIsMissed() throws IOException {
    Files.delete(repository.resolve("deploy/workload.yaml"));

    var run = since("HEAD");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("warning[selector-unmatched]", "  this worked before\n");
  }

  @Test
  void whatIsNewIsJudgedAsEver() throws IOException {
    write("deploy/new.yaml", service("new", "htpp"));

    var found = since("HEAD", "--format=json").finding();

    assertThat(found)
        .containsEntry("class", "arrival")
        .containsEntry("file", repository + "/deploy/new.yaml");
  }

  @Test
  void aFolderThatIsNewIsNewAsAWhole() throws IOException {
    write("more/all.yaml", service("shop", "htpp") + "---\n" + deployment("shop", "http"));

    var run = Run.of("check", "--since=HEAD", repository.resolve("more").toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("error[target-port-unresolved]").doesNotContain("before");
  }

  @Test
  void whatCouldNotBeReadBeforeEitherStands() throws IOException, InterruptedException {
    write("deploy/broken.yaml", "a: [\n");
    commit();
    write("deploy/broken.yaml", "\n\na: [\n");

    assertThat(since("HEAD").out()).contains(": no findings; 2 there before");
  }

  @Test
  void aKustomizationListsFilesFromElsewhere() throws IOException, InterruptedException {
    write("overlay/kustomization.yaml", "resources: [../deploy]\n");
    commit();

    var overlay = repository.resolve("overlay").toString();

    var run = Run.of("check", "--render=never", "--since=HEAD", overlay);

    assertThat(run.out()).contains(": no findings; 1 there before");
  }

  @Test
  void everyBundleHasItsOwnPast() throws IOException, InterruptedException {
    var one = write("one.yaml", service("shop", "rest") + "---\n" + deployment("shop", "http"));
    commit();
    var two = write("two.yaml", service("shop", "rest") + "---\n" + deployment("shop", "http"));

    var run =
        Run.of("check", "--each", "--since=HEAD", "--format=json", one.toString(), two.toString());

    assertThat(run.finding()).containsEntry("file", two.toString());
  }

  @Test
  void theRepositoryIsLeftAlone() throws IOException, InterruptedException {
    write("deploy/staged.yaml", service("staged", "http"));
    git("add", "--all");
    write("deploy/workload.yaml", deployment("shop", "rest"));
    Files.writeString(
            repository.resolve(".git/hooks/post-checkout"),
            "#!/bin/sh\ntouch " + folder + "/hook\n")
        .toFile()
        .setExecutable(true);
    var before = git("status", "--porcelain");

    since("HEAD");

    assertThat(git("status", "--porcelain")).isEqualTo(before);
    assertThat(folder.resolve("hook")).doesNotExist();
  }

  @Test
  void aRevisionThatDoesNotExistIsNamed() {
    for (var revision : List.of("nowhere", "--all", "HEAD:deploy", "")) {
      assertThat(since(revision))
          .isEqualTo(
              new Run(
                  2,
                  "",
                  "fairlead: --since: '%s' must be a commit, branch or tag of %s, is none; a shallow clone lacks what it did not fetch\n"
                      .formatted(revision, repository)));
    }
  }

  @Test
  void whatIsInNoRepositoryIsNamed() throws IOException {
    var file = Files.writeString(folder.resolve("alone.yaml"), service("shop", "http"));

    assertThat(Run.of("check", "--since=HEAD", file.toString()))
        .isEqualTo(
            new Run(
                2,
                "",
                "fairlead: --since: %s must be in a git repository, is in none\n".formatted(file)));
  }

  @Test
  void standardInputHasNoPast() {
    var run = Run.withStdin("", "check", "--since=HEAD", "-");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .startsWith("fairlead: --since needs files; standard input (-) is in no repository");
  }

  @Test
  void aPlanBeginsAtARevision() throws IOException {
    write("deploy/service.yaml", service("shop", "rest"));
    write("deploy/workload.yaml", deployment("shop", "rest"));
    var deploy = repository.resolve("deploy").toString();

    var run = Run.of("plan", "HEAD:" + deploy, deploy, "--order=kubectl", "--format=markdown");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("`HEAD:%s`".formatted(deploy), "Service/shop");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void aPlanNamesTheRevisionThatDoesNotExist() {
    var deploy = repository.resolve("deploy").toString();

    assertThat(Run.of("plan", "nowhere:" + deploy, deploy, "--order=helm"))
        .isEqualTo(
            new Run(
                2,
                "",
                "fairlead: BEFORE: 'nowhere' must be a commit, branch or tag of %s, is none; a shallow clone lacks what it did not fetch\n"
                    .formatted(repository)));
  }

  @Test
  void aPlanNamesThePlacesOfTheRevision() throws IOException, InterruptedException {
    write("deploy/broken.yaml", "a: [\n");
    commit();
    var deploy = repository.resolve("deploy").toString();

    assertThat(Run.of("plan", "HEAD:" + deploy, deploy, "--order=helm").err())
        .contains("fairlead: HEAD:%s/broken.yaml:2:1: ".formatted(deploy));
  }
}
