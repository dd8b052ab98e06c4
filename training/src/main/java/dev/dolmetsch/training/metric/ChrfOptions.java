package dev.dolmetsch.training.metric;

/**
 * The variant of chrF.
 *
 * @param charOrder longest n-grams of characters, 0 or more
 * @param wordOrder longest n-grams of words, 0 or more: 0 is chrF, 1 chrF+, 2 chrF++; the two
 *     orders are not both 0
 * @param beta how many times recall weighs as much as precision, 0 or more
 * @param lowercase whether both sides are lower-cased first
 * @param whitespace whether white space counts as characters
 * @param epsSmoothing whether the F-scores of all orders are averaged with 10⁻¹⁶ for an empty one,
 *     as the first {@code chrF++.py} did, instead of precision and recall of those orders that both
 *     sides have
 */
public record ChrfOptions(
    int charOrder,
    int wordOrder,
    int beta,
    boolean lowercase,
    boolean whitespace,
    boolean epsSmoothing) {

  /** Refuses values out of range. */
  public ChrfOptions {
    requireNotNegative("charOrder", charOrder);
    requireNotNegative("wordOrder", wordOrder);
    requireNotNegative("beta", beta);
    if (charOrder == 0 && wordOrder == 0) {
      throw new IllegalArgumentException("charOrder + wordOrder must be at least 1, but is 0");
    }
  }

  /** chrF2 with sacreBLEU's defaults: characters up to order 6, cased, without white space. */
  public static ChrfOptions defaults() {
    return new ChrfOptions(6, 0, 2, false, false, false);
  }

  /** The same options with other n-grams of characters. */
  public ChrfOptions withCharOrder(int order) {
    return new ChrfOptions(order, wordOrder, beta, lowercase, whitespace, epsSmoothing);
  }

  /** The same options with other n-grams of words; 2 makes chrF++. */
  public ChrfOptions withWordOrder(int order) {
    return new ChrfOptions(charOrder, order, beta, lowercase, whitespace, epsSmoothing);
  }

  /** The same options with another weight of recall. */
  public ChrfOptions withBeta(int value) {
    return new ChrfOptions(charOrder, wordOrder, value, lowercase, whitespace, epsSmoothing);
  }

  /** The same options, lower-casing or not. */
  public ChrfOptions withLowercase(boolean value) {
    return new ChrfOptions(charOrder, wordOrder, beta, value, whitespace, epsSmoothing);
  }

  /** The same options, with white space or not. */
  public ChrfOptions withWhitespace(boolean value) {
    return new ChrfOptions(charOrder, wordOrder, beta, lowercase, value, epsSmoothing);
  }

  /** The same options, with ε-smoothing or not. */
  public ChrfOptions withEpsSmoothing(boolean value) {
    return new ChrfOptions(charOrder, wordOrder, beta, lowercase, whitespace, value);
  }

  /** {@code chrF2}, {@code chrF2+}, {@code chrF2++}. */
  String name() {
    return "chrF" + beta + "+".repeat(wordOrder);
  }

  /** The signature for that many references. */
  String signature(int references) {
    return "nrefs:"
        + references
        + "|case:"
        + (lowercase ? "lc" : "mixed")
        + "|eff:"
        + (epsSmoothing ? "no" : "yes")
        + "|nc:"
        + charOrder
        + "|nw:"
        + wordOrder
        + "|space:"
        + (whitespace ? "yes" : "no")
        + "|version:"
        + Score.VERSION;
  }

  private static void requireNotNegative(String name, int value) {
    if (value < 0) {
      throw new IllegalArgumentException(name + " must be at least 0, but is " + value);
    }
  }
}
