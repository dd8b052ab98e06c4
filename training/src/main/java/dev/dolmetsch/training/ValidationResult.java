package dev.dolmetsch.training;

import dev.dolmetsch.training.config.ValidationMetric;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Figures of the validation set.
 *
 * @param update after which update
 * @param loss label-smoothed loss per target token, in nats
 * @param perplexity e to the mean −log p of a reference token
 * @param bleu corpus BLEU of the capped sample, NaN where none is translated
 * @param chrf corpus chrF of the capped sample, NaN where none is translated
 * @param best whether no earlier validation of the run was better
 */
public record ValidationResult(
    long update, double loss, double perplexity, double bleu, double chrf, boolean best) {

  /** The value of one metric. */
  public double value(ValidationMetric metric) {
    return switch (metric) {
      case LOSS -> loss;
      case PERPLEXITY -> perplexity;
      case BLEU -> bleu;
      case CHRF -> chrf;
    };
  }

  /**
   * The figures by the names of {@link ValidationMetric}; those that were not measured are left
   * out.
   */
  public Map<String, Double> metrics() {
    Map<String, Double> metrics = new LinkedHashMap<>();
    for (ValidationMetric metric : ValidationMetric.values()) {
      if (!Double.isNaN(value(metric))) {
        metrics.put(metric.key(), value(metric));
      }
    }
    return metrics;
  }

  ValidationResult asBest(boolean isBest) {
    return new ValidationResult(update, loss, perplexity, bleu, chrf, isBest);
  }
}
