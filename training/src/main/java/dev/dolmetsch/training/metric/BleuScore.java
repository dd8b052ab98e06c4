package dev.dolmetsch.training.metric;

import java.util.List;
import java.util.stream.Collectors;

/**
 * BLEU with what it was computed from.
 *
 * @param score BLEU, 0–100
 * @param precisions per order, the smoothed n-gram precision in percent
 * @param bp brevity penalty, 0–1
 * @param sysLen words of the hypotheses
 * @param refLen words of the references closest in length
 * @param counts per order, matching n-grams; with add-k smoothing, k is included above order 1
 * @param totals per order, hypothesis n-grams; with add-k smoothing, k is included above order 1
 * @param signature how it was computed
 */
public record BleuScore(
    double score,
    List<Double> precisions,
    double bp,
    long sysLen,
    long refLen,
    List<Double> counts,
    List<Double> totals,
    String signature)
    implements Score {

  /** Copies the lists. */
  public BleuScore {
    precisions = List.copyOf(precisions);
    counts = List.copyOf(counts);
    totals = List.copyOf(totals);
  }

  @Override
  public String name() {
    return "BLEU";
  }

  /** Hypothesis words per reference word; 0 if there are no reference words. */
  public double ratio() {
    return refLen == 0 ? 0 : (double) sysLen / refLen;
  }

  /** {@code BLEU = 38.69 100.0/90.0/75.0/66.7 (BP = 0.472 ratio = 0.571 hyp_len = …)}. */
  @Override
  public String toString() {
    return "BLEU = "
        + PythonText.fixed(score, 2)
        + " "
        + precisions.stream().map(p -> PythonText.fixed(p, 1)).collect(Collectors.joining("/"))
        + " (BP = "
        + PythonText.fixed(bp, 3)
        + " ratio = "
        + PythonText.fixed(ratio(), 3)
        + " hyp_len = "
        + sysLen
        + " ref_len = "
        + refLen
        + ")";
  }
}
