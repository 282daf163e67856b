package dev.fairlead.cli.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.cli.manifests.ManifestSource.Absent;
import dev.fairlead.cli.manifests.ManifestSource.Failure;
import dev.fairlead.cli.manifests.ManifestSource.Text;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Which files the arguments of a command name, and what becomes of those that cannot be read.
final class ManifestSourceTest {
  private static final String LEFT_OUT =
      "is no file but a pipe, a socket or a device, and is left out";

  @TempDir private Path folder;

  private String write(String name, String text) throws IOException {
    var file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text).toString();
  }

  private static List<ManifestSource> read(String... paths) {
    return ManifestSource.read(List.of(paths), InputStream.nullInputStream());
  }

  @Test
  void readsDirectoriesByNameAndWithoutHiddenOnes() throws IOException {
    write("d/b.yaml", "1");
    write("d/a/z.yml", "2");
    write("d/c.json", "3");
    write("d/.git/x.yaml", "hidden");
    write("d/readme.md", "no manifest");
    var d = folder.resolve("d").toString();
    assertThat(read(d))
        .containsExactly(
            new Text(d + "/a/z.yml", "2"),
            new Text(d + "/b.yaml", "1"),
            new Text(d + "/c.json", "3"));
    assertThat(read(d + "/")).hasSize(3);
    assertThat(read(d + "/.git")).hasSize(1);
  }

  @Test
  void aNamedFileMayHaveAnyName() throws IOException {
    var file = write("manifest.txt", "x");
    assertThat(read(file)).containsExactly(new Text(file, "x"));
  }

  @Test
  void linksToDirectoriesAreNotFollowed() throws IOException {
    write("d/a.yaml", "1");
    Files.createSymbolicLink(folder.resolve("d/loop"), folder.resolve("d"));
    assertThat(read(folder.resolve("d").toString())).hasSize(1);
  }

  @Test
  void argumentsThatLeadToNoFileAreAbsent() throws IOException {
    Files.createDirectory(folder.resolve("empty"));
    var empty = folder.resolve("empty").toString();
    assertThat(read("no/such", "", empty, "nul\u0000"))
        .containsExactly(
            new Absent("no/such", "does not exist"),
            new Absent("", "does not exist"),
            new Absent(empty, "holds no .yaml, .yml, .json file"),
            new Absent("nul\u0000", "is no file name"));
  }

  @Test
  void whatIsNotUtf8IsAFailure() throws IOException {
    var file = write("latin1.yaml", "");
    Files.write(Path.of(file), "é".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(read(file)).containsExactly(new Failure(file, "is not UTF-8 text"));
  }

  @Test
  void aLinkThatLeadsNowhereIsAFailureInADirectory() throws IOException {
    Files.createDirectory(folder.resolve("d"));
    Files.createSymbolicLink(folder.resolve("d/a.yaml"), folder.resolve("gone"));
    var d = folder.resolve("d").toString();
    assertThat(read(d)).containsExactly(new Failure(d + "/a.yaml", "cannot be read: no such file"));
  }

  @Test
  void linksThatLeadInCirclesAreAFailure() throws IOException {
    Files.createDirectory(folder.resolve("d"));
    Files.createSymbolicLink(folder.resolve("d/a.yaml"), folder.resolve("d/b.yaml"));
    Files.createSymbolicLink(folder.resolve("d/b.yaml"), folder.resolve("d/a.yaml"));
    Files.createSymbolicLink(folder.resolve("d/up"), folder.resolve("d"));
    var d = folder.resolve("d").toString();
    assertThat(read(d))
        .extracting(ManifestSource::file)
        .containsExactly(d + "/a.yaml", d + "/b.yaml");
    assertThat(read(d)).allMatch(Failure.class::isInstance);
  }

  @Test
  @Timeout(30)
  void aPipeInADirectoryIsLeftOutWithAWord() throws Exception {
    write("d/b.yaml", "1");
    var d = folder.resolve("d").toString();
    var made = new ProcessBuilder("mkfifo", d + "/a.yaml").inheritIO().start().waitFor();
    assertThat(made).as("mkfifo").isZero();
    Files.createSymbolicLink(folder.resolve("d/c.yaml"), Path.of("/dev/zero"));

    assertThat(read(d))
        .containsExactly(
            new Failure(d + "/a.yaml", LEFT_OUT),
            new Text(d + "/b.yaml", "1"),
            new Failure(d + "/c.yaml", LEFT_OUT));
  }

  @Test
  void aFolderOfEverythingEndsInASentence() throws IOException {
    var before = write("a.yaml", "0");
    for (var i = 0; i < 6; i++) {
      write("d/%d/x.yaml".formatted(i), "1");
    }
    var d = folder.resolve("d").toString();
    var stdin = InputStream.nullInputStream();

    assertThat(new SourceReader(stdin, 12).read(List.of(before, d))).hasSize(7);
    assertThat(new SourceReader(stdin, 11).read(List.of(before, d)))
        .containsExactly(
            new Text(before, "0"),
            new Absent(d, "holds more than 11 files and folders; name those that hold manifests"));
  }

  @Test
  void standardInputIsReadOnce() {
    var stdin = new ByteArrayInputStream("x".getBytes(StandardCharsets.UTF_8));
    assertThat(ManifestSource.read(List.of("-", "-"), stdin))
        .containsExactly(
            new Text("-", "x"), new Absent("-", "is standard input and can be read only once"));
  }
}
