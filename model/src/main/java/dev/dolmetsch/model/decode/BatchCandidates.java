package dev.dolmetsch.model.decode;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Of which pieces a step computes logits: those that a running sentence may have, together. Each
 * sentence looks at its own only, so that its translation does not depend on the others.
 */
final class BatchCandidates {
  private static final int FEWEST = 512;

  private final int vocabularySize;
  private int[] union = new int[0];
  private int width;

  BatchCandidates(int vocabularySize) {
    this.vocabularySize = vocabularySize;
  }

  /**
   * Takes the candidates of all sentences.
   *
   * @param sentences those that are running, null for a vacant slot
   * @param entering the candidates of those that come to them
   * @return pieces that the step needs room for: 512, 1024, 2048, …, or 0 for all V, where copying
   *     their weights would not pay
   */
  int set(@Nullable RunningSentence[] sentences, List<int[]> entering) {
    BitSet set = new BitSet(vocabularySize);
    for (RunningSentence sentence : sentences) {
      if (sentence != null) {
        add(sentence.candidates(), set);
      }
    }
    entering.forEach(ids -> add(ids, set));
    union = set.stream().toArray();
    int room = Math.max(FEWEST, ShapeBuckets.sentences(union.length));
    return room > vocabularySize / 2 ? 0 : room;
  }

  private static void add(int[] ids, BitSet set) {
    for (int id : ids) {
      set.set(id);
    }
  }

  /** Tells a step, whose room may be more than is needed. */
  void select(DecoderStep step) {
    width = step.shape().candidates();
    if (width > 0) {
      step.select(Arrays.copyOf(union, width)); // Nobody looks at what is behind the last.
    }
  }

  /** Lets a row show a sentence's pieces. */
  void show(RunningSentence sentence, LogitRow row) {
    int[] ids = sentence.candidates();
    if (width == 0) {
      row.show(ids, ids, vocabularySize);
      return;
    }
    int[] columns = new int[ids.length];
    int column = 0;
    for (int i = 0; i < ids.length; i++) {
      while (union[column] != ids[i]) {
        column++;
      }
      columns[i] = column;
    }
    row.show(ids, columns, width);
  }
}
