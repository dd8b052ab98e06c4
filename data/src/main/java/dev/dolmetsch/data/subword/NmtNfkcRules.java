package dev.dolmetsch.data.subword;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.text.FilteredNormalizer2;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.UnicodeSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * SentencePiece's normalisation {@code nmt_nfkc}: Unicode's NFKC with what machine translation adds
 * to it.
 *
 * <p>NFKC comes from the pinned ICU4J, whatever JDK runs, and is restricted to the characters of
 * one Unicode version, so that neither a newer ICU4J nor a newer JDK changes a model's bytes. As a
 * character map knows sequences only by listing them, every sequence that NFKC would compose is a
 * rule of its own, unless shorter rules have the same effect.
 */
final class NmtNfkcRules {
  /** The name of the rules in a {@code .model}. */
  static final String NAME = "nmt_nfkc";

  /**
   * The one of SentencePiece 0.1.97 to 0.2; with it the compiled map equals SentencePiece's own.
   */
  private static final String UNICODE_VERSION = "13.0";

  private static final String SPACE = " ";

  /** Characters that count as spaces besides those that NFKC turns into one. */
  private static final int[] SPACES = {
    '\t', '\n', '\f', '\r', 0x1680, 0x200B, 0x200C, 0x200E, 0x200F, 0x2028, 0x2029, 0x2581, 0xFEFF,
    0xFFFD
  };

  /** U+0000 ends a sequence of the map, so it is no rule's. */
  private static final UnicodeSet REMOVED =
      new UnicodeSet("[\\u0001-\\u0008\\u000B\\u000E-\\u001F\\u007F\\u008F\\u009F]").freeze();

  /** Japanese uses it unlike the ASCII tilde. */
  private static final String FULLWIDTH_TILDE = "\uFF5E";

  private static final UnicodeSet CHARACTERS =
      new UnicodeSet("[[:Age=" + UNICODE_VERSION + ":] - [:Cs:] - [:NChar:] - [\\u0000]]").freeze();

  private final Normalizer2 nfkc =
      new FilteredNormalizer2(Normalizer2.getNFKCInstance(), CHARACTERS);
  private final Normalizer2 nfkd =
      new FilteredNormalizer2(Normalizer2.getNFKDInstance(), CHARACTERS);

  private NmtNfkcRules() {}

  /** The rules as every model carries them; compiled once, as that takes a second. */
  static CharacterMap compiled() {
    return Compiled.MAP;
  }

  /** Loaded, and so compiled, when it is first asked for. */
  private static final class Compiled {
    private static final CharacterMap MAP = CharacterMap.compile(build());
  }

  /** The rules: from a sequence of characters to what replaces it. */
  static SortedMap<String, String> build() {
    SortedMap<String, String> rules = withoutRedundant(new NmtNfkcRules().nfkcRules());
    for (int character : SPACES) {
      rules.put(UCharacter.toString(character), SPACE);
    }
    for (String character : REMOVED) {
      rules.put(character, "");
    }
    rules.remove(FULLWIDTH_TILDE);
    return withoutRedundant(rules);
  }

  private SortedMap<String, String> nfkcRules() {
    SortedMap<String, String> rules = new TreeMap<>();
    SortedSet<String> decompositions = new TreeSet<>();
    Map<String, List<String>> variants = new HashMap<>();
    for (String character : CHARACTERS) {
      String composed = nfkc.normalize(character);
      if (!composed.equals(character)) {
        rules.put(character, composed);
      }
      String decomposed = nfkd.normalize(character);
      if (length(decomposed) > 1) {
        decompositions.add(decomposed);
      } else if (!decomposed.equals(character)) {
        variants.computeIfAbsent(decomposed, key -> new ArrayList<>()).add(character);
      }
    }
    for (String decomposed : decompositions) {
      String composed = nfkc.normalize(decomposed);
      if (!composed.equals(decomposed)) {
        for (String sequence : spellings(decomposed, variants)) {
          if (!sequence.equals(composed)) {
            rules.put(sequence, composed);
          }
        }
      }
    }
    return rules;
  }

  /** Every sequence whose characters decompose, one by one, to those of {@code decomposed}. */
  private static List<String> spellings(String decomposed, Map<String, List<String>> variants) {
    List<String> spellings = List.of("");
    for (int codePoint : decomposed.codePoints().toArray()) {
      String character = Character.toString(codePoint);
      List<String> choices = new ArrayList<>(List.of(character));
      choices.addAll(variants.getOrDefault(character, List.of()));
      List<String> longer = new ArrayList<>(spellings.size() * choices.size());
      for (String spelling : spellings) {
        for (String choice : choices) {
          longer.add(spelling + choice);
        }
      }
      spellings = longer;
    }
    return spellings;
  }

  /** The rules less those of which shorter ones do the work. */
  private static SortedMap<String, String> withoutRedundant(SortedMap<String, String> rules) {
    TreeMap<Integer, List<String>> byLength = new TreeMap<>();
    rules
        .keySet()
        .forEach(key -> byLength.computeIfAbsent(length(key), n -> new ArrayList<>()).add(key));
    Map<String, String> kept = new HashMap<>();
    byLength.forEach(
        (length, keys) -> {
          Map<String, String> needed = new HashMap<>();
          for (String key : keys) {
            String replacement = rules.getOrDefault(key, key);
            if (length == 1 || !replacement.equals(apply(kept, key, length - 1))) {
              needed.put(key, replacement);
            }
          }
          kept.putAll(needed);
        });
    return new TreeMap<>(kept);
  }

  /** The text after the longest rules, of at most {@code maxLength} characters, were applied. */
  private static String apply(Map<String, String> rules, String text, int maxLength) {
    StringBuilder result = new StringBuilder();
    int start = 0;
    while (start < text.length()) {
      int rest = text.codePointCount(start, text.length());
      int length = Math.min(maxLength, rest);
      while (length > 0 && !rules.containsKey(part(text, start, length))) {
        length--;
      }
      String consumed = part(text, start, Math.max(1, length));
      result.append(length > 0 ? rules.getOrDefault(consumed, consumed) : consumed);
      start += consumed.length();
    }
    return result.toString();
  }

  private static String part(String text, int start, int characters) {
    return text.substring(start, text.offsetByCodePoints(start, characters));
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
