package dev.dolmetsch.model.decode;

import java.util.Arrays;
import java.util.Objects;

/**
 * One finished translation of a source.
 *
 * @param ids its pieces, without special ids
 * @param logProbability sum of the pieces' log-probabilities, natural, that of {@code </s>}
 *     included unless the hypothesis was cut off at the maximum length. They are the model's own:
 *     what is banned counts in their sum over the vocabulary, forced pieces have theirs too, and
 *     neither temperature nor diversity penalties enter.
 * @param score what ranked it: {@code logProbability} / n^α with n the number of summands and α the
 *     length penalty, plus the coverage penalty (see {@link HypothesisScorer})
 */
@SuppressWarnings("ArrayRecordComponent") // Copied on the way in and out, and compared by content.
public record Hypothesis(int[] ids, double logProbability, double score) {
  /** Copies the ids. */
  public Hypothesis {
    ids = ids.clone();
  }

  @Override
  public int[] ids() {
    return ids.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Hypothesis that
        && Arrays.equals(ids, that.ids)
        && Double.compare(logProbability, that.logProbability) == 0
        && Double.compare(score, that.score) == 0;
  }

  @Override
  public int hashCode() {
    return Objects.hash(Arrays.hashCode(ids), logProbability, score);
  }

  @Override
  public String toString() {
    return Arrays.toString(ids) + " " + logProbability + " " + score;
  }
}
