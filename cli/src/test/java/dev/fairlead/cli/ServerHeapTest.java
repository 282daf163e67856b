package dev.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import org.junit.jupiter.api.Test;

final class ServerHeapTest {
  private static final long MIB = 1 << 20;

  @Test
  void itIsCollectedWhenItHasGrownByAThirdButNotForNothing() {
    assertThat(ServerHeap.next(90 * MIB)).isEqualTo(120 * MIB);
    assertThat(ServerHeap.next(6 * MIB)).isEqualTo(22 * MIB);
  }

  @Test
  void whatIsNotNeededAnyMoreDoesNotStay() throws IOException, InterruptedException {
    assertThat(mostUsed("kept small")).isLessThan(100 * MIB);
  }

  /// So that the test above can fail.
  @Test
  void theCollectorAloneLetsItGrow() throws IOException, InterruptedException {
    assertThat(mostUsed("left alone")).isGreaterThan(200 * MIB);
  }

  private static long mostUsed(String how) throws IOException, InterruptedException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var process =
        new ProcessBuilder(
                java,
                "-XX:+UseSerialGC",
                "-Xmn8m",
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                Churn.class.getName(),
                how)
            .redirectErrorStream(true)
            .start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return Long.parseLong(output.strip());
  }

  /// A program that keeps what it makes for so long that it gets old, and then no more.
  static final class Churn {
    private static final int KEPT = 16 * 1024;
    private static final int MADE = 400 * 1024;

    private Churn() {}

    public static void main(String[] args) {
      if (args[0].equals("kept small")) {
        ServerHeap.keepSmall();
      }
      var kept = new ArrayDeque<byte[]>();
      var most = 0L;
      for (var made = 0; made < MADE; made++) {
        kept.add(new byte[1024]);
        if (kept.size() > KEPT) {
          kept.remove();
        }
        most = Math.max(most, oldGeneration().getUsage().getUsed());
      }
      System.out.println(most);
    }

    private static MemoryPoolMXBean oldGeneration() {
      return ManagementFactory.getMemoryPoolMXBeans().stream()
          .filter(pool -> pool.getName().equals(ServerHeap.OLD_GENERATION))
          .findFirst()
          .orElseThrow();
    }
  }
}
