package dev.fairlead.webhook.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.policies.corpus.CorpusBundle;
import dev.fairlead.policies.corpus.CorpusFolder;
import dev.fairlead.policies.corpus.ReviewedList;
import dev.fairlead.policies.corpus.Tally;
import dev.fairlead.webhook.review.CorpusCluster.Reply;
import dev.fairlead.webhook.review.CorpusCluster.Watch;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// First installs of every bundle of the corpus through the reviewer at guard, object by object.
class CorpusAdmissionTest {
  /// The random orders of each bundle.
  private static final int SEEDS = 10;

  private static final String SERVICES = "Services";
  private static final String OTHERS = "other objects";
  private static final String DENIED_RIGHTLY = "denied, a mistake";
  private static final String DENIED_WRONGLY = "denied wrongly";

  private static List<CorpusBundle> bundles = List.of();
  private static Set<String> mistakes = Set.of();

  @BeforeAll
  static void findTheCorpus() {
    bundles = CorpusFolder.orSkip().bundles();
    mistakes = ReviewedList.read("reviewed-denials.txt").keySet();
  }

  @ParameterizedTest
  @EnumSource
  void theOrdersOfRealClientsAreAdmitted(Watch watch) {
    var table = table();
    var wrong = new TreeSet<String>();
    var right = new TreeSet<String>();
    for (var client : CorpusClient.Known.values()) {
      for (var bundle : bundles) {
        for (var reply : new CorpusCluster(watch).send(bundle.trees(), client)) {
          count(table, client.toString(), bundle, reply, right, wrong);
        }
      }
    }
    print("real clients, " + watch, table, right, wrong);
    assertThat(wrong).isEmpty();
    assertThat(right).hasSameSizeAs(mistakes);
  }

  @Test
  void randomOrdersAreAdmittedNearlyAlwaysAndByASecondPassAlways() {
    var table = table();
    var wrong = new TreeSet<String>();
    var right = new TreeSet<String>();
    var still = new ArrayList<String>();
    var arrivals = 0;
    var wrongServices = 0;
    for (var client : IntStream.range(0, SEEDS).mapToObj(CorpusClient.AtRandom::new).toList()) {
      for (var bundle : bundles) {
        var cluster = new CorpusCluster(Watch.OWN_KINDS);
        for (var reply : cluster.send(bundle.trees(), client)) {
          count(table, client.toString(), bundle, reply, right, wrong);
          arrivals += isService(reply) ? 1 : 0;
          wrongServices += isService(reply) && !wrongly(bundle, reply).isEmpty() ? 1 : 0;
        }
        for (var reply : cluster.send(bundle.trees(), client)) {
          still.addAll(wrongly(bundle, reply));
        }
      }
    }
    print("random orders, " + Watch.OWN_KINDS, table, right, wrong);
    System.out.printf("%d of %d arrivals of Services denied wrongly%n%n", wrongServices, arrivals);
    assertThat(arrivals).isGreaterThan(5000);
    assertThat(1000.0 * wrongServices / arrivals).isLessThan(1);
    assertThat(still).as("denied by the second pass").isEmpty();
  }

  private static Tally table() {
    return new Tally("client", SERVICES, OTHERS, DENIED_RIGHTLY, DENIED_WRONGLY);
  }

  private static void count(
      Tally table,
      String client,
      CorpusBundle bundle,
      Reply reply,
      Set<String> right,
      Set<String> wrong) {
    table.count(client, isService(reply) ? SERVICES : OTHERS);
    if (reply.decision().allowed()) {
      return;
    }
    var wrongly = wrongly(bundle, reply);
    table.count(client, wrongly.isEmpty() ? DENIED_RIGHTLY : DENIED_WRONGLY);
    if (wrongly.isEmpty()) {
      right.addAll(denials(bundle, reply));
    } else {
      var message = reply.decision().message().lines().findFirst().orElseThrow();
      wrong.add("%s, %s, %s: %s".formatted(bundle, client, reply.object(), message));
    }
  }

  private static void print(String title, Tally table, Set<String> right, Set<String> wrong) {
    System.out.printf("corpus: first installs of %d bundles, %s%n%s", bundles.size(), title, table);
    right.forEach(denial -> System.out.println("denied, a mistake: " + denial));
    wrong.forEach(denial -> System.out.println("denied wrongly: " + denial));
    System.out.println();
  }

  private static boolean isService(Reply reply) {
    return reply.object().kind().equals("Service");
  }

  /// What a reply is refused for, as the reviewed list has it, without what that list holds.
  private static List<String> wrongly(CorpusBundle bundle, Reply reply) {
    return denials(bundle, reply).stream().filter(denial -> !mistakes.contains(denial)).toList();
  }

  /// `bundle Service/name check`, from the words of the message.
  private static List<String> denials(CorpusBundle bundle, Reply reply) {
    return reply.decision().causes().stream()
        .map(cause -> cause.message().split(" ", 3))
        .map(words -> "%s %s %s".formatted(bundle, words[1], words[0].replaceAll("[\\[\\]]", "")))
        .toList();
  }
}
