package dev.fairlead.policies;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;

/// judge → checks → view → resolve → model, judge → fixes → view, topology → checks, and nothing in
/// them that a pure engine must not have.
@AnalyzeClasses(packages = "dev.fairlead.policies", importOptions = DoNotIncludeTests.class)
class DirectionsTest {
  @ArchTest static final ArchRule MODEL = only("model").because("everything else speaks of it");

  @ArchTest
  static final ArchRule RESOLVE = only("resolve", "model").because("it looks at one pod at a time");

  @ArchTest
  static final ArchRule VIEW =
      only("view", "resolve", "model").because("what exists knows no rule about it");

  @ArchTest
  static final ArchRule CHECKS =
      only("checks", "view", "resolve", "model")
          .because("a check sees one view, not two or a level");

  @ArchTest
  static final ArchRule FIXES =
      only("fixes", "view", "resolve", "model")
          .because("what is mended is told by the objects, not by what was found");

  @ArchTest
  static final ArchRule REMEDIES =
      only("remedies", "checks", "fixes", "view", "resolve", "model")
          .because("a remedy mends what a check has found, and is judged by the checks again");

  @ArchTest
  static final ArchRule JUDGE =
      only("judge", "checks", "fixes", "view", "resolve", "model")
          .because("it compares what checks find, and knows the switches of fixes");

  @ArchTest
  static final ArchRule TOPOLOGY =
      only("topology", "checks", "view", "resolve", "model")
          .because("a picture shows what the checks find, and decides nothing");

  @ArchTest
  static final ArchRule NO_FILES_OR_SOCKETS =
      none("java.io..", "java.nio..", "java.net..", "javax..").because("the engine does no I/O");

  @ArchTest
  static final ArchRule NO_CLOCK =
      noClasses()
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Instant.class, "now")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(InstantSource.class)
          .orShould()
          .callMethod(System.class, "nanoTime")
          .because("a verdict depends on the change and the view alone");

  @ArchTest
  static final ArchRule NO_ENVIRONMENT =
      noClasses()
          .should()
          .callMethod(System.class, "getenv")
          .orShould()
          .callMethod(System.class, "getenv", String.class)
          .orShould()
          .callMethod(System.class, "getProperty", String.class)
          .because("every setting comes in as an argument");

  @ArchTest
  static final ArchRule NO_CHANCE =
      noClasses()
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Random.class)
          .orShould()
          .callMethod(Math.class, "random")
          .because("the same change gets the same verdict");

  @ArchTest
  static final ArchRule NO_THREADS =
      noClasses()
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Thread.class)
          .orShould()
          .dependOnClassesThat()
          .resideInAPackage("java.util.concurrent..")
          .because("the judge runs on an event loop and never waits");

  private static ArchRule only(String from, String... others) {
    var allowed =
        Stream.concat(Stream.of(from), Arrays.stream(others)).map(DirectionsTest::inPolicies);
    return classes()
        .that()
        .resideInAPackage(inPolicies(from))
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            Stream.concat(allowed, Stream.of("java..", "org.jspecify.annotations"))
                .toArray(String[]::new));
  }

  private static String inPolicies(String name) {
    return DirectionsTest.class.getPackageName() + "." + name;
  }

  private static ArchRule none(String... packages) {
    return noClasses().should().dependOnClassesThat().resideInAnyPackage(packages);
  }
}
