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

  /** By slot: in which columns of the logits its sentence's pieces stand. */
  private int[][] columns = new int[0][];

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

  /** Tells a step, whose room may be more than is needed, and notes where each sentence looks. */
  void select(DecoderStep step, @Nullable RunningSentence[] sentences) {
    width = step.shape().candidates();
    columns = new int[sentences.length][0];
    if (width == 0) {
      return;
    }
    step.select(Arrays.copyOf(union, width)); // Nobody looks at what is behind the last.
    for (int slot = 0; slot < sentences.length; slot++) {
      RunningSentence sentence = sentences[slot];
      if (sentence != null) {
        columns[slot] = columnsOf(sentence.candidates());
      }
    }
  }

  private int[] columnsOf(int[] ids) {
    int[] found = new int[ids.length];
    int column = 0;
    for (int i = 0; i < ids.length; i++) {
      while (union[column] != ids[i]) {
        column++;
      }
      found[i] = column;
    }
    return found;
  }

  /** Lets a row show the pieces of the sentence in a slot. */
  void show(RunningSentence sentence, int slot, LogitRow row) {
    int[] ids = sentence.candidates();
    if (width == 0) {
      row.show(ids, ids, vocabularySize);
    } else {
      row.show(ids, columns[slot], width);
    }
  }
}
