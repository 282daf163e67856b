package dev.fairlead.webhook.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class InternerTest {
  @Test
  void whatIsEqualIsKeptOnce() {
    var shared = new Interner<String>(16);
    var first = shared.one("name");

    assertThat(shared.one(new String("name"))).isSameAs(first);
    assertThat(shared.one("other")).isEqualTo("other");
    assertThat(shared.one(new String("name"))).isSameAs(first);
  }

  @Test
  void whatIsForgottenIsKeptAnew() {
    var shared = new Interner<Integer>(2);
    var first = shared.one(Integer.valueOf(1000));
    IntStream.range(2000, 2100).forEach(shared::one);

    var again = shared.one(Integer.valueOf(1000));

    assertThat(again).isNotSameAs(first);
    assertThat(shared.one(Integer.valueOf(1000))).isSameAs(again);
  }

  @Test
  void placesAreAPowerOfTwo() {
    assertThatThrownBy(() -> new Interner<String>(12))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("places: 12 is no power of two");
  }
}
