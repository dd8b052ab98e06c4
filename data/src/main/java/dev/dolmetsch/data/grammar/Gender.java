package dev.dolmetsch.data.grammar;

/** Grammatical gender in German; in English, which of he, she and it stands for a noun. */
enum Gender {
  MASCULINE,
  FEMININE,
  NEUTER
}
