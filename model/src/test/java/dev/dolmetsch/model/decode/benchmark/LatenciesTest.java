package dev.dolmetsch.model.decode.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LatenciesTest {
  @Test
  void quantilesAreTimesThatOccurred() {
    Latencies latencies =
        new Latencies(LongStream.rangeClosed(1, 100).map(i -> (101 - i) * 1_000_000).toArray());
    assertEquals(50.5, latencies.mean(), 1e-9);
    assertEquals(50, latencies.quantile(0.5));
    assertEquals(95, latencies.quantile(0.95));
    assertEquals(100, latencies.quantile(1));
    assertThrows(IllegalArgumentException.class, () -> new Latencies(new long[0]));
  }

  @Test
  void theHistogramCountsEverySentenceOnce() {
    long ms = 1_000_000;
    assertEquals(
        List.of(
            "  up to     1.0 ms      2 ########################################",
            "  up to     1.4 ms      0",
            "  up to     2.0 ms      1 ####################"),
        new Latencies(new long[] {ms, 2 * ms, ms}).histogram());
  }
}
