package dev.dolmetsch.data.grammar;

import java.util.Optional;

/** Modal verbs. Each has one rendering, also where it is negated: muss nicht, does not have to. */
enum Modal {
  CAN("can", Optional.of("could"), "können", "kann", Optional.of("konnte")),
  HAVE_TO("have to", Optional.of("had to"), "müssen", "muss", Optional.of("musste")),
  WANT_TO("want to", Optional.of("wanted to"), "wollen", "will", Optional.of("wollte")),
  BE_ALLOWED_TO(
      "be allowed to", Optional.of("was allowed to"), "dürfen", "darf", Optional.of("durfte")),
  SHOULD("should", Optional.empty(), "sollen", "sollte", Optional.empty()),
  WOULD_LIKE_TO("would like to", Optional.empty(), "möchten", "möchte", Optional.empty());

  private final String english;
  private final Optional<String> englishPast;
  private final String infinitive;
  private final String present;
  private final Optional<String> preterite;

  Modal(
      String english,
      Optional<String> englishPast,
      String infinitive,
      String present,
      Optional<String> preterite) {
    this.english = english;
    this.englishPast = englishPast;
    this.infinitive = infinitive;
    this.present = present;
    this.preterite = preterite;
  }

  String english() {
    return english;
  }

  /** Empty for a modal verb that is used in the present only. */
  Optional<String> englishPast() {
    return englishPast;
  }

  /**
   * The German verb as it is conjugated; its preterite stands for the present where it has none.
   */
  GermanVerb german() {
    return new GermanVerb(
        "",
        infinitive,
        Optional.of(present),
        new GermanVerb.Preterite(preterite.orElse(present)),
        GermanVerb.Reflexive.NONE);
  }
}
