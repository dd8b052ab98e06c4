package dev.dolmetsch.training.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class PerplexityTest {

  @Test
  void aUniformChoiceAmongEightHasPerplexityEight() {
    assertEquals(8, new Perplexity(5 * Math.log(8), 5).value(), 1e-12);
  }

  @Test
  void textsAreWeighedByTheirTokens() {
    Perplexity both = new Perplexity(6, 2).plus(new Perplexity(2, 6));

    assertEquals(1, both.mean());
    assertEquals(Math.E, both.value(), 1e-12);
  }

  @Test
  void badValuesAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Perplexity(Double.NaN, 1));
    assertThrows(IllegalArgumentException.class, () -> new Perplexity(-1, 1));
    assertThrows(IllegalArgumentException.class, () -> new Perplexity(1, 0));
  }
}
