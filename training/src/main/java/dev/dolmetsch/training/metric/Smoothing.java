package dev.dolmetsch.training.metric;

/**
 * What BLEU puts in the place of a precision that is zero (Chen and Cherry, 2014, "A Systematic
 * Comparison of Smoothing Techniques for Sentence-Level BLEU").
 */
public sealed interface Smoothing {

  /** No smoothing: one order without a match makes the score zero. */
  record None() implements Smoothing {
    @Override
    public String signature() {
      return "none";
    }
  }

  /**
   * Method 1: a numerator of {@code value} where no n-gram matches.
   *
   * @param value 0–10⁹; 0.1 is usual
   */
  record Floor(double value) implements Smoothing {
    /** Refuses a value out of range. */
    public Floor {
      requireValue("floor", value);
    }

    @Override
    public String signature() {
      return "floor[" + PythonText.fixed(value, 2) + "]";
    }
  }

  /**
   * Method 2: {@code value} is added to numerator and denominator of every order above 1.
   *
   * @param value 0–10⁹; 1 is usual
   */
  record AddK(double value) implements Smoothing {
    /** Refuses a value out of range. */
    public AddK {
      requireValue("add-k", value);
    }

    @Override
    public String signature() {
      return "add-k[" + PythonText.fixed(value, 2) + "]";
    }
  }

  /** Method 3, NIST's and the default: numerators 1/2, 1/4, 1/8, … for successive empty orders. */
  record Exponential() implements Smoothing {
    @Override
    public String signature() {
      return "exp";
    }
  }

  /**
   * The method of that name (none, floor, add-k, exp), with its usual value.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  static Smoothing of(String method) {
    return switch (method) {
      case "none" -> new None();
      case "floor" -> new Floor(0.1);
      case "add-k" -> new AddK(1);
      case "exp" -> new Exponential();
      default ->
          throw new IllegalArgumentException(
              "smoothing must be one of none, floor, add-k, exp, but is \"" + method + "\"");
    };
  }

  /**
   * The method of that name (floor, add-k) with a value of its own.
   *
   * @throws IllegalArgumentException if there is none of that name, it takes no value, or the value
   *     is out of range
   */
  static Smoothing of(String method, double value) {
    Smoothing usual = of(method);
    if (usual instanceof Floor) {
      return new Floor(value);
    }
    if (usual instanceof AddK) {
      return new AddK(value);
    }
    throw new IllegalArgumentException(
        "smoothing " + method + " takes no value (floor and add-k do), but " + value + " is given");
  }

  /** As signatures have it, with the value to two digits: {@code exp}, {@code floor[0.10]}. */
  String signature();

  private static void requireValue(String method, double value) {
    if (!(value >= 0 && value <= 1e9)) {
      throw new IllegalArgumentException(
          "smoothing value of " + method + " must be in 0–10⁹, but is " + value);
    }
  }
}
