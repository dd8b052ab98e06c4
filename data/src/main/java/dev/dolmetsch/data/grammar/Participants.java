package dev.dolmetsch.data.grammar;

import dev.dolmetsch.data.grammar.Determiner.Article;
import dev.dolmetsch.data.grammar.Determiner.Count;
import dev.dolmetsch.data.grammar.Determiner.Possessive;
import dev.dolmetsch.data.grammar.NounPhrase.Nominal;
import dev.dolmetsch.data.grammar.NounPhrase.Pronoun;
import java.util.List;
import java.util.Set;

/** Chooses who and what takes part in a clause, so that it makes sense. */
final class Participants {
  private static final List<Referent> PRONOUNS =
      List.of(Referent.I, Referent.YOU, Referent.HE, Referent.SHE, Referent.WE, Referent.THEY);

  /** Owners that are clear without context; "their" would share its German with "her". */
  private static final List<Referent> OWNERS =
      List.of(Referent.I, Referent.YOU, Referent.HE, Referent.SHE, Referent.WE);

  private static final List<Referent> SPEAKERS = List.of(Referent.I, Referent.YOU, Referent.WE);

  private static final Set<String> OWNABLE =
      Set.of(
          "clothing",
          "furniture",
          "owned",
          "object",
          "device",
          "toy",
          "pet",
          "instrument",
          "readable",
          "washable",
          "idea",
          "plan",
          "flat",
          "house",
          "garden",
          "thought");

  /** States that come and go: one does not like tired lions in general. */
  private static final Set<String> PASSING =
      Set.of(
          "tired", "hungry", "thirsty", "sad", "happy", "nervous", "angry", "healthy", "empty",
          "broken", "dirty", "clean", "cold", "hot", "quiet");

  private final Lexicon lexicon;
  private final Choice choice;

  Participants(Lexicon lexicon, Choice choice) {
    this.lexicon = lexicon;
    this.choice = choice;
  }

  /** A subject of which the verb makes sense. */
  NounPhrase subject(Verb verb) {
    Set<String> classes = verb.subjects();
    if (classes.contains("person") && (classes.size() == 1 || choice.chance(65))) {
      return person();
    }
    List<Noun> nouns = lexicon.nounsExceptPeople(classes);
    return described(known(choice.word(nouns), choice.any(SPEAKERS)), 20);
  }

  /** A pronoun, a name, a relative or somebody in a role. */
  NounPhrase person() {
    int kind = choice.between(0, 99);
    if (kind < 38) {
      return new Pronoun(choice.any(PRONOUNS));
    }
    return namedPerson();
  }

  /** Anybody who is not a pronoun. */
  NounPhrase namedPerson() {
    int kind = choice.between(0, 99);
    if (kind < 15) {
      return new NounPhrase.Proper(choice.word(lexicon.people()));
    } else if (kind < 40) {
      return relative(choice.any(OWNERS));
    }
    Noun noun = choice.word(lexicon.nouns(Set.of("person")));
    return described(known(noun, choice.any(OWNERS)), 15);
  }

  /** Somebody's mother, brothers … */
  Nominal relative(Referent owner) {
    Noun noun = choice.word(lexicon.nouns(Set.of("kin")));
    boolean plural = !noun.is("single") && choice.chance(12);
    return Nominal.of(new Possessive(owner), noun, number(plural));
  }

  /** Somebody else than the subject, whom both speakers know. */
  NounPhrase companion(NounPhrase subject) {
    int kind = choice.between(0, 99);
    if (kind < 20 && subject.referent().person() != Person.THIRD) {
      return new Pronoun(choice.any(List.of(Referent.HE, Referent.SHE, Referent.THEY)));
    } else if (kind < 45) {
      return otherThan(subject, new NounPhrase.Proper(choice.word(lexicon.people())));
    } else if (kind < 80) {
      return relative(owner(subject));
    }
    Noun noun = choice.word(lexicon.nouns(Set.of("acquaintance")));
    return Nominal.of(new Possessive(owner(subject)), noun, GrammaticalNumber.SINGULAR);
  }

  /** Whom a verb's action is done to. */
  NounPhrase personAsObject(NounPhrase subject, boolean definite) {
    int kind = choice.between(0, 99);
    if (kind < 18) {
      return new Pronoun(otherPronoun(subject.referent()));
    } else if (kind < 30) {
      return otherThan(subject, new NounPhrase.Proper(choice.word(lexicon.people())));
    } else if (kind < 45) {
      return relative(owner(subject));
    }
    Noun noun = choice.word(lexicon.nouns(Set.of("person")));
    return described(
        definite || choice.chance(85)
            ? known(noun, owner(subject))
            : Nominal.of(Article.INDEFINITE, noun, GrammaticalNumber.SINGULAR),
        20);
  }

  /** An object of the verb. */
  NounPhrase object(Verb verb, NounPhrase subject) {
    Set<String> classes = verb.objects();
    boolean definite = verb.has(Verb.Trait.DEFINITE);
    boolean people = classes.contains("person");
    if (people && (classes.size() == 1 || choice.chance(35))) {
      return personAsObject(subject, definite || !verb.is(Verb.Frame.Kind.ACC));
    }
    List<Noun> nouns = people ? lexicon.nounsExceptPeople(classes) : lexicon.nouns(classes);
    Noun noun = choice.word(nouns);
    if (verb.has(Verb.Trait.NEW)) {
      boolean one = choice.chance(75);
      Nominal phrase =
          one
              ? Nominal.of(Article.INDEFINITE, noun, GrammaticalNumber.SINGULAR)
              : Nominal.of(new Count(choice.between(2, 5)), noun, GrammaticalNumber.PLURAL);
      return described(phrase, 35);
    }
    if (verb.has(Verb.Trait.PLURAL)) {
      return generic(noun);
    }
    return described(
        definite ? known(noun, owner(subject)) : any(noun, owner(subject)),
        noun.is("kin") ? 5 : 28);
  }

  /** A noun without article, as in "likes to eat apples", described by what lasts. */
  Nominal generic(Noun noun) {
    Nominal phrase = Nominal.of(Article.NONE, noun, number(noun.isCounted()));
    List<Adjective> lasting =
        lexicon.attributes(noun).stream()
            .filter(adjective -> !PASSING.contains(adjective.english()))
            .toList();
    return lasting.isEmpty() || !choice.chance(noun.isCounted() ? 25 : 10)
        ? phrase
        : phrase.with(choice.word(lasting));
  }

  /** A phrase with a determiner that says which one is meant. */
  Nominal known(Noun noun, Referent owner) {
    if (noun.is("kin")) {
      return Nominal.of(new Possessive(owner), noun, GrammaticalNumber.SINGULAR);
    } else if (noun.is("language")) {
      return Nominal.of(Article.NONE, noun, GrammaticalNumber.SINGULAR);
    } else if (!noun.isCounted()) {
      return Nominal.the(noun);
    }
    int kind = choice.between(0, 99);
    boolean ownable = noun.isAny(OWNABLE) || noun.is("acquaintance");
    if (kind < 30) {
      if (!ownable) {
        return Nominal.of(Article.DEFINITE, noun, number(choice.chance(12)));
      }
      boolean each = owner.isPlural() && noun.is("clothing");
      return Nominal.of(new Possessive(owner), noun, number(each || choice.chance(12)));
    } else if (kind < 38) {
      return Nominal.of(Article.THIS, noun, number(choice.chance(25)));
    } else if (kind < 45 && ownable && !noun.isHuman() && !noun.is("clothing")) {
      return Nominal.the(noun).ownedBy(possessor());
    }
    return Nominal.of(Article.DEFINITE, noun, number(kind > 84));
  }

  /** A phrase with whatever determiner suits the noun. */
  Nominal any(Noun noun, Referent owner) {
    int kind = choice.between(0, 99);
    if (noun.is("language") || noun.is("kin") || noun.is("unique")) {
      return known(noun, owner);
    } else if (!noun.isCounted()) {
      return kind < 60 ? generic(noun) : Nominal.the(noun);
    }
    if (kind < 45) {
      return known(noun, owner);
    } else if (kind < 76) {
      return Nominal.of(Article.INDEFINITE, noun, GrammaticalNumber.SINGULAR);
    } else if (kind < 84) {
      return Nominal.of(Article.NONE, noun, GrammaticalNumber.PLURAL);
    } else if (kind < 94) {
      return Nominal.of(new Count(choice.between(2, 12)), noun, GrammaticalNumber.PLURAL);
    } else if (kind < 97) {
      return Nominal.of(Article.MANY, noun, GrammaticalNumber.PLURAL);
    }
    return Nominal.of(Article.SOME, noun, GrammaticalNumber.PLURAL);
  }

  /** The phrase with an adjective that fits, in that many of a hundred cases. */
  Nominal described(Nominal phrase, int percent) {
    if (phrase.adjective().isPresent() || !choice.chance(percent)) {
      return phrase;
    }
    List<Adjective> fitting = lexicon.attributes(phrase.noun());
    return fitting.isEmpty() ? phrase : phrase.with(choice.word(fitting));
  }

  /**
   * Whose things a clause with that subject speaks of. A third person's things are the subject's
   * own or the speakers', because German "ihr" is both her and their.
   */
  Referent owner(NounPhrase subject) {
    boolean own = !(subject instanceof NounPhrase.Interrogative) && hasClearGender(subject);
    if (subject.referent().person() == Person.THIRD) {
      return own && choice.chance(75) ? subject.referent() : choice.any(SPEAKERS);
    }
    return choice.chance(70) ? subject.referent() : choice.any(OWNERS);
  }

  /** Whether a pronoun may stand for the phrase in both languages; "das Mädchen" is avoided. */
  static boolean hasClearGender(NounPhrase phrase) {
    boolean person = !(phrase instanceof Nominal nominal) || nominal.noun().isHuman();
    return person && !isChild(phrase);
  }

  static boolean isChild(NounPhrase phrase) {
    return phrase instanceof Nominal nominal
        && nominal.noun().is("child")
        && nominal.number() == GrammaticalNumber.SINGULAR;
  }

  private NounPhrase possessor() {
    int kind = choice.between(0, 99);
    if (kind < 40) {
      return new NounPhrase.Proper(choice.word(lexicon.people()));
    } else if (kind < 75) {
      Noun noun = choice.word(lexicon.nouns(Set.of("kin")));
      return Nominal.of(new Possessive(choice.any(SPEAKERS)), noun, GrammaticalNumber.SINGULAR);
    }
    return Nominal.the(choice.word(lexicon.nouns(noun -> noun.is("person") && !noun.is("child"))));
  }

  private Referent otherPronoun(Referent subject) {
    List<Referent> others =
        PRONOUNS.stream().filter(pronoun -> pronoun.person() != subject.person()).toList();
    return choice.any(others);
  }

  /** The phrase, or another where the subject has the same name. */
  private NounPhrase otherThan(NounPhrase subject, NounPhrase.Proper proper) {
    return proper.equals(subject) ? relative(owner(subject)) : proper;
  }

  private static GrammaticalNumber number(boolean plural) {
    return plural ? GrammaticalNumber.PLURAL : GrammaticalNumber.SINGULAR;
  }
}
