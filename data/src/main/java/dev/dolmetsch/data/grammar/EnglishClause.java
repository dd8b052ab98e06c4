package dev.dolmetsch.data.grammar;

import dev.dolmetsch.data.grammar.Clause.Part;
import dev.dolmetsch.data.grammar.Verb.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Says clauses in English. */
final class EnglishClause {
  /**
   * The verb in its parts.
   *
   * @param operator what is inverted in questions and takes "not"; empty where "do" has to help
   * @param finite the finite verb where there is no operator
   * @param bare what follows the operator, or "do"
   */
  private record VerbGroup(String operator, String finite, String bare) {}

  private EnglishClause() {}

  /** She is reading the book today. */
  static String statement(Clause clause) {
    return statement(clause, EnglishNounPhrase.subject(clause.subject()));
  }

  /** The same with other words for the subject; "who" in a relative clause. */
  static String statement(Clause clause, String subject) {
    VerbGroup verb = verb(clause);
    String middle = middle(clause);
    if (!verb.operator().isEmpty()) {
      String operator = join(verb.operator(), not(clause)).replace("can not", "cannot");
      return join(subject, operator, middle, verb.bare(), rest(clause));
    } else if (clause.negated()) {
      return join(subject, support(clause), "not", middle, verb.bare(), rest(clause));
    }
    return join(subject, middle, verb.finite(), rest(clause));
  }

  /** Today she is reading the book. */
  static String fronted(String front, Clause clause) {
    return join(front, statement(clause));
  }

  /** (What) is she reading today; without a question word if the front is empty. */
  static String question(String front, Clause clause) {
    VerbGroup verb = verb(clause);
    String operator = verb.operator().isEmpty() ? support(clause) : verb.operator();
    return join(
        front,
        operator,
        EnglishNounPhrase.subject(clause.subject()),
        not(clause),
        middle(clause),
        verb.bare(),
        rest(clause));
  }

  /** to read the book. */
  static String toInfinitive(Clause clause) {
    return join("to", base(clause.verb()), rest(clause));
  }

  private static VerbGroup verb(Clause clause) {
    Verb verb = clause.verb();
    Referent subject = clause.subject().referent();
    String base = base(verb);
    if (clause.modal().isPresent()) {
      return modal(clause.modal().orElseThrow(), clause.tense(), subject, base);
    }
    if (clause.tense() == Tense.FUTURE) {
      return new VerbGroup("will", "", base);
    }
    if (base.equals("be") || base.startsWith("be ")) {
      return new VerbGroup(be(clause.tense(), subject), "", base.substring(2).strip());
    }
    if (clause.tense() == Tense.PAST) {
      return new VerbGroup("", verb.englishPast(), base);
    }
    if (clause.aspect() == Aspect.PROGRESSIVE && !verb.has(Verb.Trait.STATIVE)) {
      return new VerbGroup(be(Tense.PRESENT, subject), "", EnglishMorphology.ing(base));
    }
    String finite = subject.isThirdSingular() ? EnglishMorphology.thirdPerson(base) : base;
    return new VerbGroup("", finite, base);
  }

  private static VerbGroup modal(Modal modal, Tense tense, Referent subject, String base) {
    boolean past = tense == Tense.PAST;
    return switch (modal) {
      case CAN -> new VerbGroup(past ? "could" : "can", "", base);
      case SHOULD -> new VerbGroup("should", "", base);
      case WOULD_LIKE_TO -> new VerbGroup("would", "", "like to " + base);
      case BE_ALLOWED_TO -> new VerbGroup(be(tense, subject), "", "allowed to " + base);
      case HAVE_TO, WANT_TO -> {
        String present =
            subject.isThirdSingular()
                ? EnglishMorphology.thirdPerson(modal.english())
                : modal.english();
        String finite = past ? modal.englishPast().orElseThrow() : present;
        yield new VerbGroup("", finite + " " + base, modal.english() + " " + base);
      }
    };
  }

  private static String be(Tense tense, Referent subject) {
    boolean plural = subject.isPlural() || subject.person() == Person.SECOND;
    if (tense == Tense.PAST) {
      return plural ? "were" : "was";
    }
    return plural ? "are" : subject.person() == Person.FIRST ? "am" : "is";
  }

  private static String support(Clause clause) {
    if (clause.tense() == Tense.PAST) {
      return "did";
    }
    return clause.subject().referent().isThirdSingular() ? "does" : "do";
  }

  private static String base(Verb verb) {
    String english = verb.english();
    return english.replace("|" + verb.particle(), "");
  }

  private static String not(Clause clause) {
    return clause.negated() ? "not" : "";
  }

  private static String middle(Clause clause) {
    return clause
        .time()
        .filter(time -> time.kind() == Adverbial.Kind.MID)
        .map(Adverbial::english)
        .orElse("");
  }

  /** Particle, objects, phrases, and the time unless it is in the middle. */
  private static String rest(Clause clause) {
    Verb verb = clause.verb();
    Optional<NounPhrase> accusative = clause.object(Case.ACCUSATIVE);
    Optional<NounPhrase> dative = clause.object(Case.DATIVE);
    List<String> words = new ArrayList<>();
    boolean pronoun = accusative.map(o -> o instanceof NounPhrase.Pronoun).orElse(false);
    String object = accusative.map(EnglishNounPhrase::object).orElse("");
    String receiver = dative.map(EnglishNounPhrase::object).orElse("");
    if (!verb.particle().isEmpty()) {
      words.add(pronoun ? object : verb.particle());
      words.add(pronoun ? verb.particle() : object);
    } else if (!receiver.isEmpty() && !object.isEmpty()) {
      boolean to = pronoun || verb.is(Frame.Kind.TO);
      words.add(to ? object : receiver);
      words.add(to ? "to " + receiver : object);
    } else {
      words.add(receiver);
      words.add(object);
    }
    for (Part part : clause.parts()) {
      if (part instanceof Part.Prepositional phrase) {
        words.add(phrase.preposition().english());
        words.add(EnglishNounPhrase.object(phrase.phrase()));
      } else if (part instanceof Part.Fixed fixed) {
        words.add(fixed.english());
      }
    }
    clause
        .time()
        .filter(time -> time.kind() != Adverbial.Kind.MID)
        .map(Adverbial::english)
        .ifPresent(words::add);
    return join(words.toArray(new String[0]));
  }

  private static String join(String... words) {
    return String.join(" ", Stream.of(words).filter(word -> !word.isEmpty()).toList());
  }
}
