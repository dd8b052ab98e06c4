package dev.dolmetsch.data.grammar;

import dev.dolmetsch.data.grammar.Clause.Part;
import dev.dolmetsch.data.grammar.Clause.Role;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Says clauses in German: verb second, verb first, verb last. */
final class GermanClause {
  /** The verb in its parts: <i>hat</i> … <i>angezogen</i>, <i>zieht</i> … <i>an</i>. */
  private record VerbGroup(String finite, String prefix, String nonFinite) {
    String second() {
      return finite;
    }

    String bracket() {
      return prefix.isEmpty() ? nonFinite : prefix;
    }

    String last() {
      return prefix.isEmpty() ? join(Stream.of(nonFinite, finite)) : prefix + finite;
    }
  }

  private GermanClause() {}

  /** Subject first, verb second: Sie liest heute das Buch. */
  static String statement(Clause clause) {
    VerbGroup verb = verb(clause);
    return join(Stream.of(subject(clause), verb.second(), middle(clause), verb.bracket()));
  }

  /** Something else first, verb second, then the subject: Heute liest sie das Buch. */
  static String inverted(String front, Clause clause) {
    VerbGroup verb = verb(clause);
    return join(Stream.of(front, verb.second(), subjectAndMiddle(clause, true), verb.bracket()));
  }

  /** Verb first: Liest sie heute das Buch? */
  static String question(Clause clause) {
    return inverted("", clause);
  }

  /** Verb last: sie heute das Buch liest. */
  static String subordinate(Clause clause) {
    return join(Stream.of(subjectAndMiddle(clause, false), verb(clause).last()));
  }

  /** Verb last, the subject being said by a relative pronoun: die heute das Buch liest. */
  static String relativeBySubject(Clause clause) {
    return join(
        Stream.of(
            GermanDeclension.relative(Case.NOMINATIVE, clause.subject().referent()),
            middle(clause),
            verb(clause).last()));
  }

  /** Verb last, without a subject: das Buch zu lesen. */
  static String zuInfinitive(Clause clause) {
    return join(Stream.of(middle(clause), clause.verb().conjugation().zuInfinitive()));
  }

  /** Words in the middle field and the participle, for a second half of a perfect. */
  static String participle(Clause clause) {
    return join(Stream.of(middle(clause), verb(clause).nonFinite()));
  }

  private static String subject(Clause clause) {
    return GermanNounPhrase.of(clause.subject(), Case.NOMINATIVE);
  }

  /** A reflexive pronoun comes before a noun as subject where the verb comes before it. */
  private static String subjectAndMiddle(Clause clause, boolean inverted) {
    String reflexive = reflexive(clause);
    if (inverted
        && !(clause.subject() instanceof NounPhrase.Pronoun)
        && clause.object(Case.ACCUSATIVE).stream()
            .noneMatch(object -> object instanceof NounPhrase.Pronoun)) {
      return join(Stream.of(reflexive, subject(clause), middleWithoutReflexive(clause)));
    }
    return join(Stream.of(subject(clause), middle(clause)));
  }

  private static String reflexive(Clause clause) {
    GermanVerb.Reflexive kind = clause.verb().conjugation().reflexive();
    return kind == GermanVerb.Reflexive.NONE
        ? ""
        : GermanConjugation.reflexive(kind, clause.subject().referent());
  }

  private static String middle(Clause clause) {
    return join(
        Stream.of(
            pronouns(clause, Case.ACCUSATIVE),
            reflexive(clause),
            pronouns(clause, Case.DATIVE),
            afterPronouns(clause)));
  }

  private static String middleWithoutReflexive(Clause clause) {
    return join(
        Stream.of(
            pronouns(clause, Case.ACCUSATIVE),
            pronouns(clause, Case.DATIVE),
            afterPronouns(clause)));
  }

  private static String pronouns(Clause clause, Case form) {
    return clause
        .object(form)
        .filter(object -> object instanceof NounPhrase.Pronoun)
        .map(object -> GermanNounPhrase.of(object, form))
        .orElse("");
  }

  /**
   * Time, dative, definite accusative, company, place, new accusative, complement. Before nicht,
   * objects precede the time; nicht precedes what is neither object nor time.
   */
  private static String afterPronouns(Clause clause) {
    boolean nicht = clause.negated() && !clause.isNegatedByArticle();
    String time = clause.time().map(Adverbial::german).orElse("");
    String dative = nominalObject(clause, Case.DATIVE);
    String accusative = nominalObject(clause, Case.ACCUSATIVE);
    boolean late = clause.object(Case.ACCUSATIVE).map(NounPhrase::isNew).orElse(false);
    List<String> words = new ArrayList<>();
    words.add(nicht ? dative : time);
    words.add(nicht && late ? "" : nicht ? accusative : dative);
    words.add(nicht ? time : late ? "" : accusative);
    words.add(nicht ? "nicht" : "");
    words.add(phrases(clause, Role.COMPANION, Role.PLACE));
    words.add(late ? accusative : "");
    words.add(phrases(clause, Role.BENEFICIARY, Role.BENEFICIARY));
    words.add(phrases(clause, Role.MANNER, Role.MANNER));
    words.add(phrases(clause, Role.COMPLEMENT, Role.COMPLEMENT));
    return join(words.stream());
  }

  private static String nominalObject(Clause clause, Case form) {
    return clause
        .object(form)
        .filter(object -> !(object instanceof NounPhrase.Pronoun))
        .map(
            object ->
                clause.isNegatedByArticle() && form == Case.ACCUSATIVE
                    ? ((NounPhrase.Nominal) object).with(Determiner.Article.NO)
                    : object)
        .map(object -> GermanNounPhrase.of(object, form))
        .orElse("");
  }

  private static String phrases(Clause clause, Role from, Role to) {
    record Placed(Role role, String words) {}
    return join(
        clause.parts().stream()
            .flatMap(
                part -> {
                  if (part instanceof Part.Prepositional phrase) {
                    String words = GermanNounPhrase.after(phrase.preposition(), phrase.phrase());
                    return Stream.of(new Placed(phrase.role(), words));
                  } else if (part instanceof Part.Fixed fixed) {
                    return Stream.of(new Placed(fixed.role(), fixed.german()));
                  }
                  return Stream.<Placed>empty();
                })
            .filter(placed -> placed.role().compareTo(from) >= 0)
            .filter(placed -> placed.role().compareTo(to) <= 0)
            .sorted(Comparator.comparing(Placed::role))
            .map(Placed::words));
  }

  private static VerbGroup verb(Clause clause) {
    GermanVerb verb = clause.verb().conjugation();
    Referent subject = clause.subject().referent();
    if (clause.modal().isPresent()) {
      GermanVerb modal = clause.modal().orElseThrow().german();
      String finite =
          clause.tense() == Tense.PAST
              ? GermanConjugation.preterite((GermanVerb.Preterite) modal.past(), subject)
              : GermanConjugation.present(modal, subject);
      return new VerbGroup(finite, "", verb.fullInfinitive());
    }
    return switch (clause.tense()) {
      case PRESENT -> new VerbGroup(GermanConjugation.present(verb, subject), verb.prefix(), "");
      case FUTURE ->
          new VerbGroup(
              GermanConjugation.present(GermanVerb.WERDEN, subject), "", verb.fullInfinitive());
      case PAST -> {
        if (verb.past() instanceof GermanVerb.Perfect perfect) {
          GermanVerb auxiliary = perfect.withSein() ? GermanVerb.SEIN : GermanVerb.HABEN;
          yield new VerbGroup(
              GermanConjugation.present(auxiliary, subject), "", perfect.participle());
        }
        yield new VerbGroup(
            GermanConjugation.preterite((GermanVerb.Preterite) verb.past(), subject),
            verb.prefix(),
            "");
      }
    };
  }

  private static String join(Stream<String> words) {
    return String.join(" ", words.filter(word -> !word.isEmpty()).toList());
  }
}
