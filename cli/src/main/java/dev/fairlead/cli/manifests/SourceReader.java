package dev.fairlead.cli.manifests;

import dev.fairlead.cli.manifests.ManifestSource.Absent;
import dev.fairlead.cli.manifests.ManifestSource.Failure;
import dev.fairlead.cli.manifests.ManifestSource.Text;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/// Reads files in the order in which `kubectl -R -f` does: of each directory by name, files and
/// directories mixed, without following links to directories. Hidden directories, such as those of
/// version control, are left out. A folder with a kustomization.yaml is what that lists.
final class SourceReader {
  /// Many times the largest bundle seen; a guard against the wrong file, such as a disk image.
  private static final int MAX_BYTES = 64 << 20;

  private static final String CHART = "Chart.yaml";

  private static final List<String> EXTENSIONS = List.of(".yaml", ".yml", ".json");

  /// How many files and folders are looked at: many times the largest repository of manifests seen;
  /// a guard against a wrong folder, such as that of the whole machine.
  private static final int MAX_ENTRIES = 200_000;

  private final InputStream stdin;
  private final int mostEntries;
  private int entries;
  private final List<ManifestSource> sources = new ArrayList<>();

  /// What some kustomization has listed already.
  private final Set<Path> listed = new HashSet<>();

  SourceReader(InputStream stdin) {
    this(stdin, MAX_ENTRIES);
  }

  SourceReader(InputStream stdin, int mostEntries) {
    this.stdin = stdin;
    this.mostEntries = mostEntries;
  }

  List<ManifestSource> read(List<String> paths) {
    for (var path : paths) {
      if (path.equals(ManifestSource.STDIN)) {
        readStdin();
      } else {
        readPath(path);
      }
    }
    return List.copyOf(sources);
  }

  static List<String> entries(String folder) {
    try {
      var path = Path.of(folder);
      if (!Files.isDirectory(path) || Kustomization.of(path).isPresent()) {
        return List.of();
      }
      return children(path).stream()
          .filter(child -> isSearched(child) && holdsAny(child))
          .map(child -> below(folder, child))
          .toList();
    } catch (IOException | InvalidPathException _) {
      return List.of(); // reading it tells why
    }
  }

  private static boolean holdsAny(Path child) {
    try (var below = Files.walk(child)) {
      return below.anyMatch(file -> ManifestSource.isCalledLikeOne(file.toString()));
    } catch (IOException | UncheckedIOException _) {
      return true; // reading it tells why
    }
  }

  private static List<Path> children(Path directory) throws IOException {
    try (var listed = Files.list(directory)) {
      return listed.sorted(Comparator.comparing(Path::getFileName)).toList();
    }
  }

  private static String below(String folder, Path child) {
    return (folder.endsWith("/") ? folder : folder + "/") + child.getFileName();
  }

  private static boolean isSearched(Path child) {
    var name = String.valueOf(child.getFileName());
    return Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)
        ? !name.startsWith(".")
        : isCalledLikeOne(name);
  }

  private void readStdin() {
    if (sources.stream().anyMatch(source -> source.file().equals(ManifestSource.STDIN))) {
      addAbsent(ManifestSource.STDIN, "is standard input and can be read only once");
      return;
    }
    readStream(ManifestSource.STDIN, stdin);
  }

  private void readPath(String name) {
    Path path;
    try {
      path = Path.of(name);
    } catch (InvalidPathException _) {
      addAbsent(name, "is no file name");
      return;
    }
    if (name.isEmpty() || !Files.exists(path)) {
      if (FilePattern.isOne(name)) {
        readPattern(name);
      } else {
        addAbsent(name, "does not exist");
      }
      return;
    }
    if (!Files.isDirectory(path)) {
      if (Kustomization.isOne(path)) {
        readKustomization(parent(name), path);
      } else {
        readFile(name, path);
      }
      return;
    }
    var before = sources.size();
    readDirectory(name, path);
    if (entries > mostEntries) {
      // Whatever was read of it is not what the user meant.
      sources.subList(before, sources.size()).clear();
      addAbsent(
          name,
          "holds more than %d files and folders; name those that hold manifests"
              .formatted(mostEntries));
      return;
    }
    if (sources.size() == before) {
      addAbsent(name, "holds no " + String.join(", ", EXTENSIONS) + " file");
    }
  }

  /// Reads the files that a pattern means, each by its own name.
  private void readPattern(String pattern) {
    List<String> files;
    try {
      files = FilePattern.files(pattern);
    } catch (IOException | UncheckedIOException | PatternSyntaxException e) {
      addAbsent(pattern, "is no pattern that can be followed: " + e.getMessage());
      return;
    }
    if (files.isEmpty()) {
      addAbsent(pattern, "matches no file");
      return;
    }
    files.forEach(file -> readFile(file, Path.of(file)));
  }

  private static String parent(String name) {
    var slash = name.lastIndexOf('/');
    return slash < 0 ? "." : name.substring(0, slash);
  }

  private void readDirectory(String name, Path directory) {
    var kustomization = Kustomization.of(directory);
    if (kustomization.isPresent()) {
      readKustomization(name, kustomization.get());
      return;
    }
    if (isChart(directory)) {
      fail(
          below(name, directory.resolve(CHART)),
          "describes a Helm chart, whose templates must be rendered first: give what `helm template %s` prints"
              .formatted(name));
      return;
    }
    List<Path> children;
    try {
      children = children(directory);
    } catch (IOException e) {
      fail(name, reason(e));
      return;
    }
    for (var child : children) {
      if (++entries > mostEntries) {
        return;
      }
      if (!isSearched(child)) {
        continue;
      }
      var childName = below(name, child);
      if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
        readDirectory(childName, child);
      } else {
        readRegular(childName, child);
      }
    }
  }

  /// A folder with what helm renders, or with charts that this one brings along.
  static boolean isChart(Path folder) {
    return Files.isRegularFile(folder.resolve(CHART))
        && Stream.of("templates", "charts").map(folder::resolve).anyMatch(Files::isDirectory);
  }

  static boolean isCalledLikeOne(String file) {
    return EXTENSIONS.stream().anyMatch(file::endsWith);
  }

  /// Reads what a kustomization lists, each file once however many list it.
  private void readKustomization(String name, Path kustomization) {
    if (!listed.add(kustomization.toAbsolutePath().normalize())) {
      return;
    }
    List<String> entries;
    try {
      entries = Kustomization.entries(Files.readString(kustomization));
    } catch (IOException | Unparsable e) {
      fail(name + "/" + kustomization.getFileName(), "cannot be read: " + e.getMessage());
      return;
    }
    for (var entry : entries) {
      var path = kustomization.toAbsolutePath().resolveSibling(entry).normalize();
      var entryName = Path.of(name).resolve(entry).normalize().toString();
      if (Files.isDirectory(path)) {
        readDirectory(entryName, path);
      } else if (!Files.exists(path)) {
        fail(
            entryName, "is listed in %s and does not exist".formatted(kustomization.getFileName()));
      } else if (listed.add(path)) {
        readRegular(entryName, path);
      }
    }
  }

  /// Reads what a directory or a kustomization holds. A pipe, of which nobody may ever write the
  /// end, is read only where the user names it.
  private void readRegular(String name, Path file) {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      fail(name, "is no file but a pipe, a socket or a device, and is left out");
      return;
    }
    readFile(name, file);
  }

  private void readFile(String name, Path file) {
    try (var stream = Files.newInputStream(file)) {
      readStream(name, stream);
    } catch (IOException e) {
      fail(name, reason(e));
    }
  }

  /// Reads to the end instead of asking for a size, which a pipe does not have.
  private void readStream(String name, InputStream stream) {
    byte[] bytes;
    try {
      bytes = stream.readNBytes(MAX_BYTES + 1);
    } catch (IOException e) {
      fail(name, reason(e));
      return;
    }
    if (bytes.length > MAX_BYTES) {
      fail(name, "is larger than " + (MAX_BYTES >> 20) + " MiB");
      return;
    }
    try {
      sources.add(
          new Text(
              name, StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString()));
    } catch (CharacterCodingException _) {
      fail(name, "is not UTF-8 text");
    }
  }

  private void addAbsent(String name, String reason) {
    sources.add(new Absent(name, reason));
  }

  private void fail(String name, String reason) {
    sources.add(new Failure(name, reason));
  }

  private static String reason(IOException e) {
    return "cannot be read: "
        + switch (e) {
          case AccessDeniedException _ -> "permission denied";
          case NoSuchFileException _ -> "no such file";
          default -> e.getMessage();
        };
  }
}
