package dev.dolmetsch.data.grammar;

/** How English writes the present; German does not tell the two apart. */
enum Aspect {
  /** She is reading. */
  PROGRESSIVE,
  /** She reads (every day). */
  SIMPLE
}
