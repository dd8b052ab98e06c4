package dev.dolmetsch.model.engine.choice;

/** The type of numbers that products are computed in. */
public enum Precision {
  /** bfloat16 where the processor multiplies it itself, else 32-bit floating point. */
  AUTO,
  /** 32-bit floating point throughout. */
  FLOAT32,
  /** bfloat16 for products and what they read and write; everything else in 32 bits. */
  BF16
}
