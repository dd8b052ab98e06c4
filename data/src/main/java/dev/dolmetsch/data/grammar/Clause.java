package dev.dolmetsch.data.grammar;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one clause says, in neither language.
 *
 * @param parts objects, phrases and the like, in English order
 * @param time when or how often
 */
record Clause(
    NounPhrase subject,
    Verb verb,
    Optional<Modal> modal,
    Tense tense,
    Aspect aspect,
    boolean negated,
    List<Part> parts,
    Optional<Adverbial> time) {

  Clause {
    parts = List.copyOf(parts);
    if (modal.isPresent() && tense == Tense.FUTURE) {
      throw new IllegalArgumentException("tense must not be FUTURE beside a modal verb");
    }
    if (modal.isPresent() && tense == Tense.PAST && modal.orElseThrow().englishPast().isEmpty()) {
      throw new IllegalArgumentException("tense must not be PAST beside " + modal.orElseThrow());
    }
  }

  /** An affirmative clause without modal verb or adverbial. */
  static Clause of(NounPhrase subject, Verb verb, Tense tense, List<Part> parts) {
    return new Clause(
        subject, verb, Optional.empty(), tense, Aspect.PROGRESSIVE, false, parts, Optional.empty());
  }

  /** What a clause has beside subject, verb and time. */
  sealed interface Part {
    /** A noun phrase in the accusative or the dative. */
    record ObjectPhrase(NounPhrase phrase, Case form) implements Part {}

    /** A preposition and its noun phrase. */
    record Prepositional(Preposition preposition, NounPhrase phrase, Role role) implements Part {}

    /** Words that are the same whatever stands around them: schnell, very old, mit dem Zug. */
    record Fixed(String english, String german, Role role) implements Part {}
  }

  /** The order of parts in the German middle field. */
  enum Role {
    MANNER,
    COMPANION,
    PLACE,
    /** For somebody; follows the object. */
    BENEFICIARY,
    /** What the verb needs; stands last. */
    COMPLEMENT
  }

  Clause withSubject(NounPhrase other) {
    return new Clause(other, verb, modal, tense, aspect, negated, parts, time);
  }

  Clause withModal(Modal other) {
    return new Clause(subject, verb, Optional.of(other), tense, aspect, negated, parts, time);
  }

  Clause withTense(Tense other) {
    return new Clause(subject, verb, modal, other, aspect, negated, parts, time);
  }

  Clause withAspect(Aspect other) {
    return new Clause(subject, verb, modal, tense, other, negated, parts, time);
  }

  Clause withNegation(boolean other) {
    return new Clause(subject, verb, modal, tense, aspect, other, parts, time);
  }

  Clause withParts(List<Part> other) {
    return new Clause(subject, verb, modal, tense, aspect, negated, other, time);
  }

  Clause with(Part further) {
    List<Part> all = new ArrayList<>(parts);
    all.add(further);
    return withParts(all);
  }

  /** The clause at that time, in the aspect that goes with it. */
  Clause at(Adverbial when) {
    return new Clause(
        subject, verb, modal, tense, when.aspect(), negated, parts, Optional.of(when));
  }

  Clause withoutTime() {
    return new Clause(subject, verb, modal, tense, aspect, negated, parts, Optional.empty());
  }

  /** The first object in that case, if there is one. */
  Optional<NounPhrase> object(Case form) {
    return parts.stream()
        .filter(part -> part instanceof Part.ObjectPhrase object && object.form() == form)
        .map(part -> ((Part.ObjectPhrase) part).phrase())
        .findFirst();
  }

  /** Whether German says kein rather than nicht. */
  boolean isNegatedByArticle() {
    return negated && object(Case.ACCUSATIVE).map(NounPhrase::isIndefinite).orElse(false);
  }
}
