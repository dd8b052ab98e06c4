package dev.dolmetsch.data.grammar;

import dev.dolmetsch.data.corpus.SentencePair;
import dev.dolmetsch.data.grammar.Clause.Part;
import dev.dolmetsch.data.grammar.Clause.Role;
import dev.dolmetsch.data.grammar.Determiner.Article;
import dev.dolmetsch.data.grammar.Determiner.Count;
import dev.dolmetsch.data.grammar.NounPhrase.Nominal;
import java.util.List;
import java.util.Set;

/** Prices, ages, how many brothers somebody has, and what time it is. */
final class NumberSentences implements Sentences {
  private final Events events;
  private final Lexicon lexicon;
  private final Choice choice;
  private final Participants participants;
  private final Verb be;

  NumberSentences(Events events) {
    this.events = events;
    this.lexicon = events.lexicon();
    this.choice = events.choice();
    this.participants = events.participants();
    this.be = lexicon.verb("be");
  }

  @Override
  public List<Weighted> patterns() {
    return List.of(
        new Weighted(this::price, 2),
        new Weighted(this::age, 1),
        new Weighted(this::family, 1),
        new Weighted(this::clock, 1));
  }

  /** The coat costs forty-five euros. */
  private SentencePair price() {
    Noun noun =
        choice.word(
            lexicon.nouns(
                Set.of(
                    "clothing",
                    "furniture",
                    "device",
                    "object",
                    "toy",
                    "instrument",
                    "plant",
                    "gift")));
    Nominal subject =
        participants.described(
            Nominal.of(
                choice.chance(70) ? Article.DEFINITE : Article.THIS,
                noun,
                GrammaticalNumber.SINGULAR),
            25);
    boolean large = noun.isAny(Set.of("furniture", "device", "instrument"));
    int euros = large ? 100 * choice.between(1, 9) : choice.between(2, 99);
    Tense tense = choice.chance(75) ? Tense.PRESENT : Tense.PAST;
    Verb cost = lexicon.verb("cost");
    if (choice.chance(15)) {
      Clause asked = Clause.of(subject, cost, tense, List.of());
      return Sentences.question(
          EnglishClause.question("how much", asked), GermanClause.inverted("wie viel", asked));
    }
    return said(
        Clause.of(
            subject,
            cost,
            tense,
            List.of(
                complement(
                    NumberWords.english(euros) + " euros", NumberWords.german(euros) + " Euro"))));
  }

  private SentencePair age() {
    NounPhrase person = participants.person();
    if (choice.chance(15)) {
      Clause asked = Clause.of(person, be, Tense.PRESENT, List.of());
      return Sentences.question(
          EnglishClause.question("how old", asked), GermanClause.inverted("wie alt", asked));
    }
    int years = choice.between(18, 80);
    return said(
        Clause.of(
            person,
            be,
            Tense.PRESENT,
            List.of(
                complement(
                    NumberWords.english(years) + " years old",
                    NumberWords.german(years) + " Jahre alt"))));
  }

  private SentencePair family() {
    Verb have = lexicon.verb("have");
    Noun noun = choice.word(lexicon.nouns(n -> n.is("kin") && !n.is("single")));
    boolean several = choice.chance(60);
    Nominal object =
        participants.described(
            several
                ? Nominal.of(new Count(choice.between(2, 5)), noun, GrammaticalNumber.PLURAL)
                : Nominal.of(Article.INDEFINITE, noun, GrammaticalNumber.SINGULAR),
            40);
    Clause clause =
        Clause.of(
            participants.person(),
            have,
            Tense.PRESENT,
            List.of(new Part.ObjectPhrase(object, Case.ACCUSATIVE)));
    return said(clause.withNegation(!several && choice.chance(40)));
  }

  private SentencePair clock() {
    ClockTime time = events.times().clock();
    String now = choice.chance(20) ? "already " : "";
    return Sentences.statement(
        "it is " + now + time.english(),
        "es ist " + (now.isEmpty() ? "" : "schon ") + time.german());
  }

  private static Part complement(String english, String german) {
    return new Part.Fixed(english, german, Role.COMPLEMENT);
  }

  private static SentencePair said(Clause clause) {
    return Sentences.statement(EnglishClause.statement(clause), GermanClause.statement(clause));
  }
}
