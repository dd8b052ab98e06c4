package dev.dolmetsch.model.decode;

import dev.dolmetsch.data.subword.SubwordModel;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;

/**
 * Divides texts that are too long to be translated at once, and joins what their parts became.
 *
 * <p>A text is divided at the ends of its sentences; a sentence that is still too long behind its
 * commas, semicolons, colons and dashes, and a clause that is still too long between words. Clauses
 * and words are kept together as far as they fit. A word that does not fit stays whole.
 */
final class LongSentences {
  private static final Pattern CLAUSE_END = Pattern.compile("(?<=[,;:–—،؛、；，：])\\s+");

  /** Lies between the numbers of a text's parts, so that no other text's part has the same one. */
  private static final long PART_NUMBERS = 1L << 40;

  private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");

  private final int longest;
  private final ToIntFunction<String> length;

  /**
   * A divider.
   *
   * @param longest pieces that a part should have at most
   * @param length a text's number of pieces
   */
  LongSentences(int longest, ToIntFunction<String> length) {
    this.longest = longest;
    this.length = length;
  }

  /** A divider of sources by these options. */
  static LongSentences of(SubwordModel subwords, DecodingOptions options) {
    return new LongSentences(options.maxSourceLength(), text -> subwords.encode(text).length);
  }

  /**
   * Translates texts, those that are too long by parts.
   *
   * @param translator translates sentences that are not too long, in their order
   * @return a translation for each text, in the texts' order
   */
  List<Translation> translate(
      List<SourceSentence> texts, Function<List<SourceSentence>, List<Translation>> translator) {
    List<List<SourceSentence>> divided = texts.stream().map(this::parts).toList();
    List<Translation> parts = translator.apply(divided.stream().flatMap(List::stream).toList());
    List<Translation> whole = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < texts.size(); i++) {
      int end = start + divided.get(i).size();
      whole.add(join(texts.get(i).text(), parts.subList(start, end)));
      start = end;
    }
    return Collections.unmodifiableList(whole);
  }

  /** Its prefix begins the first part's translation; each part has a number of its own. */
  List<SourceSentence> parts(SourceSentence text) {
    List<SourceSentence> parts = new ArrayList<>();
    for (String part : parts(text.text())) {
      String prefix = parts.isEmpty() ? text.prefix() : "";
      long number = text.number() + parts.size() * PART_NUMBERS;
      parts.add(new SourceSentence(part, prefix, number));
    }
    return parts;
  }

  /** The text itself, or its parts if it is too long; at least one. */
  List<String> parts(String text) {
    if (fits(text)) {
      return List.of(text);
    }
    List<String> parts = new ArrayList<>();
    for (String sentence : sentences(text)) {
      if (fits(sentence)) {
        parts.add(sentence);
      } else {
        parts.addAll(packed(clauses(sentence)));
      }
    }
    return parts.isEmpty() ? List.of(text) : parts;
  }

  /** Characters say nothing: normalization and byte fallback make several pieces of one. */
  private boolean fits(String text) {
    return length.applyAsInt(text) <= longest;
  }

  private static List<String> sentences(String text) {
    BreakIterator ends = BreakIterator.getSentenceInstance(Locale.ROOT);
    ends.setText(text);
    List<String> sentences = new ArrayList<>();
    int start = ends.first();
    for (int end = ends.next(); end != BreakIterator.DONE; start = end, end = ends.next()) {
      String sentence = text.substring(start, end).strip();
      if (!sentence.isEmpty()) {
        sentences.add(sentence);
      }
    }
    return sentences;
  }

  private List<String> clauses(String sentence) {
    List<String> clauses = new ArrayList<>();
    for (String clause : CLAUSE_END.splitAsStream(sentence).toList()) {
      if (fits(clause)) {
        clauses.add(clause);
      } else {
        clauses.addAll(packed(WHITE_SPACE.splitAsStream(clause.strip()).toList()));
      }
    }
    return clauses;
  }

  /** Neighbours put together with spaces, as many as fit. */
  private List<String> packed(List<String> units) {
    List<String> packs = new ArrayList<>();
    StringBuilder pack = new StringBuilder();
    int pieces = 0;
    for (String unit : units) {
      // Together they have no more pieces than each by itself.
      int more = length.applyAsInt(unit);
      if (pack.length() > 0 && pieces + more > longest) {
        packs.add(pack.toString());
        pack.setLength(0);
        pieces = 0;
      }
      pack.append(pack.length() > 0 ? " " : "").append(unit);
      pieces += more;
    }
    if (pack.length() > 0) {
      packs.add(pack.toString());
    }
    return packs;
  }

  /** The best of all parts make the best, the second best the second best, and so on. */
  static Translation join(String text, List<Translation> parts) {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    int count = parts.stream().mapToInt(part -> part.candidates().size()).max().orElse(0);
    List<Translation.Candidate> candidates = new ArrayList<>();
    for (int rank = 0; rank < count; rank++) {
      candidates.add(joined(parts, rank));
    }
    boolean truncated = parts.stream().anyMatch(Translation::truncated);
    return new Translation(text, candidates, truncated, parts);
  }

  private static Translation.Candidate joined(List<Translation> parts, int rank) {
    List<String> texts = new ArrayList<>();
    List<String> pieces = new ArrayList<>();
    double score = 0;
    double logProbability = 0;
    boolean shortlisted = false;
    int translated = 0;
    for (Translation part : parts) {
      if (part.candidates().isEmpty()) {
        continue;
      }
      Translation.Candidate candidate = part.joinedInto(rank);
      texts.add(candidate.text());
      pieces.addAll(candidate.pieces());
      score += candidate.score();
      logProbability += candidate.logProbability();
      shortlisted |= candidate.shortlisted();
      translated++;
    }
    texts.removeIf(String::isEmpty);
    return new Translation.Candidate(
        String.join(" ", texts), score / translated, logProbability, pieces, shortlisted);
  }
}
