package dev.dolmetsch.training.config;

/** The type of numbers that products are computed in. */
public enum Precision {
  /** 32-bit floating point throughout. */
  FLOAT32
}
