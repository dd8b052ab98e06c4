package dev.dolmetsch.model.decode;

/**
 * Whom a step's hypotheses looked at: encoder–decoder attention of one layer, mean of its heads.
 */
@FunctionalInterface
interface StepAttention {
  /**
   * Adds a hypothesis's weights, one for each element, from the first source piece on.
   *
   * @param row the hypothesis's row of logits
   */
  void addTo(int row, float[] coverage);
}
