package dev.dolmetsch.training.metric;

/**
 * chrF.
 *
 * @param name the variant: {@code chrF2}, {@code chrF2+}, {@code chrF2++}
 * @param score chrF, 0–100
 * @param signature how it was computed
 */
public record ChrfScore(String name, double score, String signature) implements Score {

  /** {@code chrF2 = 51.77}. */
  @Override
  public String toString() {
    return name + " = " + PythonText.fixed(score, 2);
  }
}
