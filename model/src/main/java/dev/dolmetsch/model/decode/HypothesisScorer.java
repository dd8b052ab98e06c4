package dev.dolmetsch.model.decode;

/**
 * The score that ranks finished hypotheses, after Wu et al., "Google's neural machine translation
 * system" (2016), section 7: s / n^α + β · Σⱼ log min(cⱼ, 1). Here s is the summed log-probability
 * of n pieces ({@code </s>} included), and cⱼ is the coverage of source piece j: the attention that
 * all n steps paid it, by the mean of the heads of one layer. {@code </s>} of the source needs no
 * coverage. Coverage counts as at least 10⁻⁶.
 *
 * @param lengthPenalty α
 * @param coveragePenalty β
 */
record HypothesisScorer(double lengthPenalty, double coveragePenalty) {
  private static final double LEAST_COVERAGE = 1e-6;

  static HypothesisScorer of(DecodingOptions options) {
    return new HypothesisScorer(options.lengthPenalty(), options.coveragePenalty());
  }

  /**
   * The score.
   *
   * @param summands n
   * @param coverage cⱼ of every source piece but {@code </s>}; not looked at where β is 0
   */
  double score(double logProbability, int summands, float[] coverage) {
    double score = logProbability / StrictMath.pow(Math.max(1, summands), lengthPenalty);
    return coveragePenalty == 0 ? score : score + coveragePenalty * logCoverage(coverage);
  }

  /**
   * No less than what a hypothesis will score that has this log-probability now: that only falls,
   * and coverage takes only away.
   */
  double reachable(double logProbability, int mostSummands) {
    return logProbability / StrictMath.pow(mostSummands, lengthPenalty);
  }

  private static double logCoverage(float[] coverage) {
    double sum = 0;
    for (float each : coverage) {
      sum += Math.log(Math.max(LEAST_COVERAGE, Math.min(each, 1)));
    }
    return sum;
  }
}
