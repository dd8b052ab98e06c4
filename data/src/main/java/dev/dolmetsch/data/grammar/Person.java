package dev.dolmetsch.data.grammar;

/** Grammatical person. */
enum Person {
  FIRST,
  SECOND,
  THIRD
}
