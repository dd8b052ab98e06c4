package dev.dolmetsch.data.grammar;

/** The tenses that both sides of the corpus share. */
enum Tense {
  PRESENT,
  /** The simple past in English; in German the perfect, or the preterite where the verb says so. */
  PAST,
  /** <i>will</i> and <i>werden</i>. */
  FUTURE
}
