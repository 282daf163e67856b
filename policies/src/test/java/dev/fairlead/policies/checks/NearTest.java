package dev.fairlead.policies.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.policies.checks.Near.Nearness;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The rule under "Near miss" in docs/how-it-decides.md, by example.
class NearTest {
  @ParameterizedTest(name = "{0} and {1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Backend        | backend         | CASE
          BACK-end       | back-END        | CASE
          backend        | backnd          | CLOSE
          backend        | bbackend        | CLOSE
          backend        | backand         | CLOSE
          backend        | bakcend         | CLOSE
          backend        | bakced          | FAR
          shop-backend   | shop-backnd     | CLOSE
          shop-backend   | shp-backnd      | FAR
          web            | wed             | CLOSE
          web            | we              | CLOSE
          db             | da              | FAR
          a              | b               | FAR
          shop-db        | shop-da         | FAR
          shop_backend   | shop-backend    | CLOSE
          shopbackend    | shop-backend    | CLOSE
          shop.back.end  | shop-backend    | CLOSE
          v1.10          | v11.0           | FAR
          v1-10          | v110            | FAR
          app-1          | app1            | CLOSE
          backend        | backend-api     | CLOSE
          backend        | backend-svc     | CLOSE
          backend-service | backend-deployment | FAR
          backend        | api-backend-server | CLOSE
          shop-backend   | api-shop_backend-svc | CLOSE
          shop           | ds-shop-ds      | CLOSE
          backend        | the-backend     | FAR
          backend        | backend-v2      | FAR
          backend        | backend-worker  | FAR
          shop-backend   | shop-api-backend | FAR
          worker-1       | worker-2        | FAR
          app            | app1            | FAR
          travel         | travel2         | FAR
          worker-1       | worker-12       | FAR
          blue           | green           | FAR
          frontend       | backend         | FAR
          redis-master   | redis-slave     | FAR
          """)
  void twoValuesAreAsNearAsTheRuleSays(String one, String other, Nearness nearness) {
    assertThat(Near.between(one, other)).isEqualTo(nearness);
    assertThat(Near.between(other, one)).as("the other way round").isEqualTo(nearness);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          app                    | ap                     | true
          app                    | App                    | true
          app                    | tier                   | false
          app                    | app.kubernetes.io/name | false
          app.kubernetes.io/name | app.kubernetes.io/nane | true
          component              | compnent               | true
          a                      | b                      | false
          """)
  void aMistypedKeyIsWithinOneEdit(String one, String other, boolean within) {
    assertThat(Near.withinOneEdit(one, other)).isEqualTo(within);
    assertThat(Near.withinOneEdit(other, one)).as("the other way round").isEqualTo(within);
  }

  @ParameterizedTest
  @CsvSource(
      value = {"'', web", "'', svc", "'', ''", "-, --", "..., web", "'', 1"},
      ignoreLeadingAndTrailingWhitespace = false)
  void textWithoutWordsHarmsNothing(String one, String other) {
    assertThat(Near.between(one.strip(), other.strip()))
        .isEqualTo(Near.between(other.strip(), one.strip()));
  }
}
