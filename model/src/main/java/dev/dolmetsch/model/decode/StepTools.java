package dev.dolmetsch.model.decode;

/**
 * What sentences work with during a step only, so that all those of a search share it.
 *
 * <p>Belongs to one thread at a time.
 */
record StepTools(LogitRow row, TopCandidates candidates, PieceSampler sampler) {
  /**
   * For one size of vocabulary.
   *
   * @param hypotheses the most that a sentence may have
   */
  static StepTools of(LogitRow row, int hypotheses, int vocabularySize) {
    return new StepTools(row, new TopCandidates(2 * hypotheses), new PieceSampler(vocabularySize));
  }
}
