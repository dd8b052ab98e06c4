package dev.dolmetsch.training.config;

import java.util.Locale;

/** What a validation measures, and what the best checkpoint is chosen by. */
public enum ValidationMetric {
  /** Mean loss per target piece, label smoothing included, as in training. */
  LOSS(false),
  /** e to the mean negative log-likelihood per target piece, without label smoothing. */
  PERPLEXITY(false),
  /** BLEU of the sample's translations. */
  BLEU(true),
  /** chrF of the sample's translations. */
  CHRF(true);

  private final boolean higherIsBetter;

  ValidationMetric(boolean higherIsBetter) {
    this.higherIsBetter = higherIsBetter;
  }

  /** Whether a larger value means a better model. */
  public boolean higherIsBetter() {
    return higherIsBetter;
  }

  /** The name in configuration files and in {@code provenance.json}: {@code bleu}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
