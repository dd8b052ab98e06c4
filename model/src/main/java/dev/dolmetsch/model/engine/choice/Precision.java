package dev.dolmetsch.model.engine.choice;

/** The type of numbers that products are computed in. */
public enum Precision {
  /** bfloat16 where the processor multiplies it itself, else 32-bit floating point. */
  AUTO,
  /** 32-bit floating point throughout. */
  FLOAT32,
  /** bfloat16 for products and what they read and write; everything else in 32 bits. */
  BF16,
  /**
   * 8-bit integers for the products of linear layers, with a scale for each row of a weight and one
   * for its input; everything else as with {@link #AUTO}. For translating with a model that was
   * quantised.
   */
  INT8
}
