package dev.dolmetsch.training.config;

/**
 * The {@code validation} section.
 *
 * @param every updates between two validations, at least 1
 * @param maxSentences pairs of the validation set that are translated for BLEU and chrF, the first
 *     ones, 0–1,000,000; 0 translates none. The loss is always that of the whole set.
 * @param metric what the best checkpoint is chosen by and what early stopping looks at
 * @param patience validations without a better value after which training ends, at least 0; 0 never
 *     ends it
 * @param beamSize hypotheses kept per sentence while validating, 1–64; 1 is greedy search
 */
public record ValidationConfig(
    int every, int maxSentences, ValidationMetric metric, int patience, int beamSize) {
  /** Refuses values out of range, and values that contradict each other, naming the key. */
  public ValidationConfig {
    Check.range("validation.every", every, 1, 1_000_000_000);
    Check.range("validation.max_sentences", maxSentences, 0, 1_000_000);
    boolean needsTranslations = metric == ValidationMetric.BLEU || metric == ValidationMetric.CHRF;
    Check.that(
        maxSentences > 0 || !needsTranslations,
        "validation.max_sentences",
        maxSentences,
        "at least 1 with validation.metric " + metric.key());
    Check.range("validation.patience", patience, 0, 1_000_000);
    Check.range("validation.beam_size", beamSize, 1, 64);
  }

  /** Every 500 updates, 500 sentences translated greedily, the best by BLEU, no early stopping. */
  public static ValidationConfig defaults() {
    return new ValidationConfig(500, 500, ValidationMetric.BLEU, 0, 1);
  }
}
