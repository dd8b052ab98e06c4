package dev.dolmetsch.training.metric;

/**
 * How unexpected a text is to a model: perplexity is e to the mean negative log-likelihood of its
 * tokens.
 *
 * @param negativeLogLikelihood summed over the tokens, in nats, finite and not negative
 * @param tokens number of tokens predicted, at least 1
 */
public record Perplexity(double negativeLogLikelihood, long tokens) {

  /** Refuses values out of range. */
  public Perplexity {
    if (!(negativeLogLikelihood >= 0) || Double.isInfinite(negativeLogLikelihood)) {
      throw new IllegalArgumentException(
          "negativeLogLikelihood must be finite and at least 0, but is " + negativeLogLikelihood);
    }
    if (tokens < 1) {
      throw new IllegalArgumentException("tokens must be at least 1, but is " + tokens);
    }
  }

  /** Mean negative log-likelihood of a token, in nats. */
  public double mean() {
    return negativeLogLikelihood / tokens;
  }

  /** The perplexity, 1 or more. */
  public double value() {
    return Math.exp(mean());
  }

  /** That of both texts together. */
  public Perplexity plus(Perplexity other) {
    return new Perplexity(
        negativeLogLikelihood + other.negativeLogLikelihood, tokens + other.tokens);
  }
}
