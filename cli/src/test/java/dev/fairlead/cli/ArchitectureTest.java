package dev.fairlead.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

/// Which module may know which, and where libraries stay. Here, since the command line knows them
/// all; what policies keeps to itself, its own test says.
@AnalyzeClasses(packages = "dev.fairlead", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule POLICIES_KNOWS_NOBODY =
      noClasses()
          .that()
          .resideInAPackage("dev.fairlead.policies..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.fairlead.certs..", "dev.fairlead.webhook..", "dev.fairlead.cli..")
          .because("verdicts depend on objects alone, so that every door gives the same ones");

  @ArchTest
  static final ArchRule CERTS_KNOWS_NOBODY =
      noClasses()
          .that()
          .resideInAPackage("dev.fairlead.certs..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.fairlead.policies..", "dev.fairlead.webhook..", "dev.fairlead.cli..")
          .because("keys and expiry have nothing to do with wiring");

  @ArchTest
  static final ArchRule THE_WEBHOOK_DOES_NOT_KNOW_THE_COMMAND_LINE =
      noClasses()
          .that()
          .resideInAPackage("dev.fairlead.webhook..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.fairlead.cli..")
          .because("nothing points back");

  @ArchTest
  static final ArchRule VERTX_STAYS_IN_HTTP =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.fairlead.webhook.http..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.vertx..")
          .because("the protocol of reviews can be read, and tested, without a server");

  @ArchTest
  static final ArchRule THE_CLIENT_STAYS_IN_API =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.fairlead.webhook.api..")
          .and()
          .haveNameNotMatching(
              "dev\\.fairlead\\.certs\\.(SecretStore|CaBundle|ChangeWatch|ApiCall)(\\$.*)?")
          .and()
          .haveNameNotMatching(
              "dev\\.fairlead\\.webhook\\.certificates\\.CertificateCluster(\\$.*)?")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.fabric8.kubernetes.client..")
          .because("whoever reads the cluster elsewhere goes past the bounds on live reads");

  @ArchTest
  static final ArchRule MICRONAUT_STAYS_IN_SETTINGS_AND_CACHES =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.fairlead.webhook.settings")
          .and()
          .haveNameNotMatching(".*\\.RecentAnswers(\\$.*)?")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.micronaut..")
          .because("settings are read once, and constructors take what they need");

  @ArchTest
  static final ArchRule MICROMETER_STAYS_IN_METRICS =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.fairlead.webhook.metrics..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.micrometer..", "io.prometheus..")
          .because("every number is named and described on one screen");

  @ArchTest
  static final ArchRule BOUNCY_CASTLE_STAYS_IN_CERTS =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.fairlead.certs..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.bouncycastle..")
          .because("certificates are made in one place");

  @ArchTest
  static final ArchRule NO_CYCLES =
      SlicesRuleDefinition.slices()
          .matching("dev.fairlead.(**)")
          .should()
          .beFreeOfCycles()
          .because("a package that needs its user cannot be understood without it");
}
