package dev.dolmetsch.data.grammar;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finite forms of German verbs. The second person plural (ihr) is not used in the corpus. */
final class GermanConjugation {
  /** Stems that put an e before -st and -t: arbeit-, find-, öffn-, but not lern-, wohn-. */
  private static final Pattern STEM_WITH_E =
      Pattern.compile(".*([dt]|[^aeiouäöülrhmn][mn])$", Pattern.UNICODE_CHARACTER_CLASS);

  private static final Map<String, String[]> IRREGULAR =
      Map.of(
          "sein", new String[] {"bin", "bist", "ist", "sind"},
          "werden", new String[] {"werde", "wirst", "wird", "werden"},
          "sollen", new String[] {"sollte", "solltest", "sollte", "sollten"},
          "möchten", new String[] {"möchte", "möchtest", "möchte", "möchten"});

  private GermanConjugation() {}

  /** The present without the separable prefix: (ich) ziehe. */
  static String present(GermanVerb verb, Referent subject) {
    String[] forms = IRREGULAR.get(verb.infinitive());
    if (forms != null) {
      return forms[column(subject)];
    }
    if (subject.isPlural()) {
      return verb.infinitive();
    }
    return switch (subject.person()) {
      case FIRST -> firstSingular(verb);
      case SECOND -> secondSingular(verb);
      case THIRD -> verb.present().orElseGet(() -> regularThird(stem(verb.infinitive())));
    };
  }

  private static int column(Referent subject) {
    if (subject.isPlural()) {
      return 3;
    }
    return switch (subject.person()) {
      case FIRST -> 0;
      case SECOND -> 1;
      case THIRD -> 2;
    };
  }

  /** The preterite without the separable prefix: (wir) wussten. */
  static String preterite(GermanVerb.Preterite past, Referent subject) {
    String form = past.form();
    if (subject.isPlural()) {
      return form.endsWith("e") ? form + "n" : form + "en";
    }
    if (subject.person() == Person.SECOND) {
      return form.matches(".*[dtsßz]$") ? form + "est" : form + "st";
    }
    return form;
  }

  /** mich, dich, sich … in that case. */
  static String reflexive(GermanVerb.Reflexive kind, Referent subject) {
    if (subject.person() == Person.THIRD) {
      return "sich";
    }
    if (subject.isPlural()) {
      return "uns";
    }
    boolean first = subject.person() == Person.FIRST;
    return kind == GermanVerb.Reflexive.DATIVE
        ? (first ? "mir" : "dir")
        : (first ? "mich" : "dich");
  }

  private static String firstSingular(GermanVerb verb) {
    if (isPreteritePresent(verb)) {
      return verb.present().orElseThrow();
    }
    String infinitive = verb.infinitive();
    if (infinitive.endsWith("eln")) {
      return infinitive.substring(0, infinitive.length() - 3) + "le";
    }
    return stem(infinitive) + "e";
  }

  private static String secondSingular(GermanVerb verb) {
    String stem = stem(verb.infinitive());
    String regular = regularThird(stem);
    Optional<String> irregular = verb.present().filter(form -> !form.equals(regular));
    if (irregular.isEmpty()) {
      return STEM_WITH_E.matcher(stem).matches() ? stem + "est" : stem + shortSecond(stem);
    }
    String third = irregular.orElseThrow();
    if (isPreteritePresent(verb)) {
      return third + shortSecond(third);
    }
    // hält keeps the t of its stem (du hältst); lädt, gibt, liest have theirs from the ending.
    String base = stem.endsWith("t") ? third : third.substring(0, third.length() - 1);
    return base + shortSecond(base);
  }

  /** Modal verbs and wissen, whose first and third person are alike and end in no -t. */
  private static boolean isPreteritePresent(GermanVerb verb) {
    return verb.present().map(form -> !form.endsWith("t")).orElse(false);
  }

  private static String shortSecond(String stem) {
    return stem.matches(".*[sßzx]$") ? "t" : "st";
  }

  private static String regularThird(String stem) {
    return STEM_WITH_E.matcher(stem).matches() ? stem + "et" : stem + "t";
  }

  private static String stem(String infinitive) {
    return infinitive.substring(0, infinitive.length() - (infinitive.endsWith("en") ? 2 : 1));
  }
}
