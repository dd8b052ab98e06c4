package dev.dolmetsch.training.config;

/** How the learning rate falls after its linear warm-up to the peak. */
public enum ScheduleKind {
  /** peak · √(warm-up updates / update), as in Vaswani et al. (2017). */
  INVERSE_SQUARE_ROOT,
  /** In a straight line to the minimum, reached at {@code max_updates}. */
  LINEAR,
  /** Half a cosine wave to the minimum, reached at {@code max_updates}. */
  COSINE,
  /** Not at all. */
  CONSTANT
}
