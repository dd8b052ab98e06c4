package dev.dolmetsch.model.decode;

import java.util.List;

/**
 * One finished translation of a source.
 *
 * @param ids its pieces, without special ids
 * @param logProbability sum of the pieces' log-probabilities, natural, that of {@code </s>}
 *     included unless the hypothesis was cut off at the maximum length
 * @param score {@code logProbability} / n^α with n the number of summands and α the length penalty
 */
public record Hypothesis(List<Integer> ids, double logProbability, double score) {
  /** Copies the list. */
  public Hypothesis {
    ids = List.copyOf(ids);
  }

  /** The pieces' ids as an array. */
  public int[] toIds() {
    return ids.stream().mapToInt(Integer::intValue).toArray();
  }
}
