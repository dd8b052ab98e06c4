package dev.dolmetsch.model.engine.onednn;

import dev.dolmetsch.data.batch.SpecialIds;
import dev.dolmetsch.data.batch.TokenBatch;
import java.util.List;

/** A batch of two sentence pairs of different lengths; ids are below 11. */
final class TwoPairs {
  static final TokenBatch BATCH =
      new TokenBatch(
          List.of(new int[] {4, 5, 6, 7}, new int[] {8, 9}),
          List.of(new int[] {10, 4}, new int[] {5, 6, 7, 8, 9}),
          SpecialIds.standard());

  private TwoPairs() {}
}
