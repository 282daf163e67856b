package dev.fairlead.cli.git;

import dev.fairlead.cli.manifests.ManifestSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Manifests as they were at a revision, in a folder of their own until they are closed. The
/// repository, its index and its hooks are left alone.
public final class EarlierFiles implements AutoCloseable {
  private final Path folder;

  /// Where the files of each repository stand now, by its root.
  private final Map<Path, Path> checkouts = new LinkedHashMap<>();

  private EarlierFiles(Path folder) {
    this.folder = folder;
  }

  /// Takes the manifests out of the repositories that hold the paths.
  ///
  /// @param paths of files and folders that exist
  public static EarlierFiles at(String revision, List<String> paths) throws BadRevision {
    try {
      var files = new EarlierFiles(Files.createTempDirectory("fairlead-earlier"));
      try {
        files.checkOut(revision, paths);
        return files;
      } catch (IOException | BadRevision e) {
        files.close();
        throw e;
      }
    } catch (IOException e) {
      throw new BadRevision(
          "git must be on the PATH and be able to run, is not: " + e.getMessage());
    }
  }

  /// What a path held at a revision; each file is named `REV:PATH`.
  ///
  /// @param path of a file or folder that exists
  public static List<ManifestSource> read(String revision, String path) throws BadRevision {
    try (var files = at(revision, List.of(path))) {
      var name = revision + ":" + path;
      var there = files.path(path);
      if (there.isEmpty()) {
        return List.of(new ManifestSource.Absent(name, "did not exist"));
      }
      return ManifestSource.read(List.of(there.get()), InputStream.nullInputStream()).stream()
          .map(source -> source.named(name + source.file().substring(there.get().length())))
          .toList();
    }
  }

  private void checkOut(String revision, List<String> paths) throws IOException, BadRevision {
    var byRoot = new LinkedHashMap<Path, List<Path>>();
    for (var path : paths) {
      var real = Path.of(path).toRealPath();
      var root =
          Repository.rootOf(real)
              .orElseThrow(
                  () ->
                      new BadRevision(
                          "%s must be in a git repository, is in none".formatted(path)));
      byRoot.computeIfAbsent(root, _ -> new ArrayList<>()).add(real);
    }
    for (var entry : byRoot.entrySet()) {
      checkOut(revision, entry.getKey(), entry.getValue());
    }
  }

  private void checkOut(String revision, Path root, List<Path> paths)
      throws IOException, BadRevision {
    var scratch = Files.createTempDirectory(folder, "git");
    var git = new Git(root, scratch);
    var commit =
        revision.startsWith("-")
            ? new Git.Ending(false, "")
            : git.run("", "rev-parse", "--verify", "--quiet", revision + "^{commit}");
    if (commit.text().startsWith("fatal:")) {
      throw new BadRevision("git says: " + commit.text());
    }
    if (!commit.succeeded()) {
      throw new BadRevision(
          "'%s' must be a commit, branch or tag of %s, is none; a shallow clone lacks what it did not fetch"
              .formatted(revision, root));
    }
    done(git.run("", "read-tree", commit.text().strip()));
    var all = Arrays.asList(done(git.run("", "ls-files", "-z")).split("\0"));
    var wanted =
        all.stream().filter(file -> isBelow(root.resolve(file), paths)).collect(Collectors.toSet());
    if (wanted.stream().anyMatch(ManifestSource::isKustomization)) {
      // Whatever it lists may stand elsewhere, and be read by kustomize whatever it is called.
      wanted.addAll(all);
    }
    var files = scratch.resolve("files");
    done(
        git.run(
            String.join("\0", wanted),
            "checkout-index",
            "--stdin",
            "-z",
            "--prefix=" + files + "/"));
    checkouts.put(root, files);
  }

  private static boolean isBelow(Path file, List<Path> paths) {
    var isManifest = ManifestSource.isCalledLikeOne(file.toString());
    return paths.contains(file)
        || paths.stream()
            .anyMatch(
                path -> file.startsWith(path) && (isManifest || ManifestSource.isChart(path)));
  }

  private static String done(Git.Ending ending) throws BadRevision {
    if (!ending.succeeded()) {
      throw new BadRevision("git says: " + ending.text());
    }
    return ending.text();
  }

  /// Where a file or folder stands as it was; empty where the revision does not have it.
  public Optional<String> path(String path) {
    try {
      var real = Path.of(path).toRealPath();
      return Repository.rootOf(real)
          .flatMap(
              root ->
                  Optional.ofNullable(checkouts.get(root))
                      .map(f -> f.resolve(root.relativize(real))))
          .filter(Files::exists)
          .map(Path::toString);
    } catch (IOException _) {
      return Optional.empty(); // it has vanished since
    }
  }

  @Override
  public void close() {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException _) {
      // A folder for what is temporary is cleared by the system.
    }
  }
}
