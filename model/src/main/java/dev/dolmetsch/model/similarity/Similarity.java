package dev.dolmetsch.model.similarity;

/**
 * How near two vectors a and b are to each other.
 *
 * @param dotProduct Σ aᵢ·bᵢ
 * @param cosine the dot product of the vectors scaled to length 1, −1 to 1; 0 where one is zero
 */
public record Similarity(double dotProduct, double cosine) {
  /**
   * Compares vectors.
   *
   * @throws IllegalArgumentException if they are not equally long
   */
  public static Similarity of(float[] a, float[] b) {
    if (a.length != b.length) {
      throw new IllegalArgumentException(
          "vectors must be equally long, but have " + a.length + " and " + b.length + " elements");
    }
    double dot = 0;
    double squaresA = 0;
    double squaresB = 0;
    for (int i = 0; i < a.length; i++) {
      dot += (double) a[i] * b[i];
      squaresA += (double) a[i] * a[i];
      squaresB += (double) b[i] * b[i];
    }
    double lengths = Math.sqrt(squaresA) * Math.sqrt(squaresB);
    double cosine = lengths == 0 ? 0 : Math.max(-1, Math.min(1, dot / lengths));
    return new Similarity(dot, cosine);
  }
}
