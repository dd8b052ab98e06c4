package dev.dolmetsch.data.grammar;

import java.util.Set;
import java.util.regex.Pattern;

/** Regular forms of English words, spelling included. Verbs inflect their first word: gets up. */
final class EnglishMorphology {
  private static final Pattern DOUBLING = Pattern.compile("[^aeiou]*[aeiou][bdgklmnprt]");
  private static final Set<String> DOUBLING_LONGER = Set.of("begin", "forget", "travel");
  private static final Set<String> VOWEL_LETTER_WITHOUT_VOWEL = Set.of("uni", "eu", "one", "use");

  private EnglishMorphology() {}

  static String plural(String noun) {
    return withS(noun);
  }

  /** The third person singular of the present: goes, has, gets up. */
  static String thirdPerson(String verb) {
    return onFirstWord(verb, word -> word.equals("have") ? "has" : verbWithS(word));
  }

  /** The present participle: putting on. */
  static String ing(String verb) {
    return onFirstWord(verb, EnglishMorphology::ingOfWord);
  }

  /** The regular past: stopped, carried, listened to. */
  static String past(String verb) {
    return onFirstWord(verb, EnglishMorphology::pastOfWord);
  }

  /** A regular comparative of one or two syllables: older, nicer, uglier is written out. */
  static String comparative(String adjective) {
    return adjective.endsWith("e") ? adjective + "r" : adjective + "er";
  }

  /** The words with a or an before them. */
  static String withArticle(String words) {
    boolean vowel = "aeiou".indexOf(words.charAt(0)) >= 0;
    boolean exception = VOWEL_LETTER_WITHOUT_VOWEL.stream().anyMatch(words::startsWith);
    return (vowel && !exception) || words.startsWith("hour") ? "an " + words : "a " + words;
  }

  private static String ingOfWord(String word) {
    if (word.endsWith("ie")) {
      return word.substring(0, word.length() - 2) + "ying";
    } else if (word.endsWith("e") && !word.endsWith("ee") && word.length() > 2) {
      return word.substring(0, word.length() - 1) + "ing";
    }
    return doubled(word) + "ing";
  }

  private static String pastOfWord(String word) {
    if (word.endsWith("e")) {
      return word + "d";
    } else if (endsInConsonantAndY(word)) {
      return word.substring(0, word.length() - 1) + "ied";
    }
    return doubled(word) + "ed";
  }

  private static String doubled(String word) {
    boolean doubles = DOUBLING.matcher(word).matches() || DOUBLING_LONGER.contains(word);
    return doubles ? word + word.charAt(word.length() - 1) : word;
  }

  private static String verbWithS(String word) {
    return word.endsWith("o") ? word + "es" : withS(word);
  }

  private static String withS(String word) {
    if (word.matches(".*(s|x|z|ch|sh)")) {
      return word + "es";
    } else if (endsInConsonantAndY(word)) {
      return word.substring(0, word.length() - 1) + "ies";
    }
    return word + "s";
  }

  private static boolean endsInConsonantAndY(String word) {
    return word.matches(".*[^aeiou]y");
  }

  private static String onFirstWord(
      String verb, java.util.function.UnaryOperator<String> inflection) {
    int space = verb.indexOf(' ');
    return space < 0
        ? inflection.apply(verb)
        : inflection.apply(verb.substring(0, space)) + verb.substring(space);
  }
}
