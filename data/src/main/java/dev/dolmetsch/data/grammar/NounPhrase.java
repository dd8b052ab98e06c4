package dev.dolmetsch.data.grammar;

import java.util.Optional;

/** Who or what takes part in a clause. */
sealed interface NounPhrase {
  /** What pronouns and verbs agree with. */
  Referent referent();

  /** he, sie … */
  record Pronoun(Referent referent) implements NounPhrase {}

  /** who or what. */
  record Interrogative(boolean human) implements NounPhrase {
    @Override
    public Referent referent() {
      return human ? Referent.HE : Referent.IT;
    }
  }

  /** Anna, Berlin. */
  record Proper(Name name) implements NounPhrase {
    @Override
    public Referent referent() {
      return name.referent();
    }
  }

  /**
   * A noun with what belongs to it.
   *
   * @param owner in the genitive; the determiner is then definite
   */
  record Nominal(
      Determiner determiner,
      Optional<Adjective> adjective,
      Noun noun,
      GrammaticalNumber number,
      Optional<NounPhrase> owner)
      implements NounPhrase {

    public Nominal {
      if (number == GrammaticalNumber.PLURAL && !noun.isCounted()) {
        throw new IllegalArgumentException("noun must be counted, but is " + noun.english());
      }
      if (owner.isPresent() && determiner != Determiner.Article.DEFINITE) {
        throw new IllegalArgumentException(
            "determiner must be DEFINITE beside an owner, but is " + determiner);
      }
    }

    static Nominal of(Determiner determiner, Noun noun, GrammaticalNumber number) {
      return new Nominal(determiner, Optional.empty(), noun, number, Optional.empty());
    }

    static Nominal the(Noun noun) {
      return of(Determiner.Article.DEFINITE, noun, GrammaticalNumber.SINGULAR);
    }

    Nominal with(Adjective described) {
      return new Nominal(determiner, Optional.of(described), noun, number, owner);
    }

    Nominal withoutAdjective() {
      return new Nominal(determiner, Optional.empty(), noun, number, owner);
    }

    Nominal with(Determiner other) {
      return new Nominal(other, adjective, noun, number, owner);
    }

    Nominal ownedBy(NounPhrase possessor) {
      return new Nominal(determiner, adjective, noun, number, Optional.of(possessor));
    }

    @Override
    public Referent referent() {
      return noun.referent(number);
    }
  }

  /** Whether German negates a clause with this object by kein: a book, milk, apples. */
  default boolean isIndefinite() {
    return this instanceof Nominal nominal
        && (nominal.determiner() == Determiner.Article.INDEFINITE
            || nominal.determiner() == Determiner.Article.NONE);
  }

  /** Whether the phrase is new to the hearer, so that German puts it late. */
  default boolean isNew() {
    return isIndefinite()
        || (this instanceof Nominal nominal
            && (nominal.determiner() instanceof Determiner.Count
                || nominal.determiner() == Determiner.Article.MANY
                || nominal.determiner() == Determiner.Article.SOME));
  }
}
