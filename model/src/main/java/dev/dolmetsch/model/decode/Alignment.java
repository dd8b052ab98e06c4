package dev.dolmetsch.model.decode;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which part of a sentence each part of its translation was written from, by the decoder's
 * attention. Immutable.
 */
public final class Alignment {
  private final List<String> sourcePieces;
  private final List<String> targetPieces;

  /** Row t: its weights from a first source piece on, and last that of {@code </s>}. */
  private final float[][] weights;

  private final int[] firstSources;

  /**
   * An alignment.
   *
   * @param sourcePieces S pieces as they stand in the text, U+2581 for a space
   * @param targetPieces T pieces likewise
   * @param weights [T + 1, S + 1]; the last row and column are those of {@code </s>}
   */
  Alignment(List<String> sourcePieces, List<String> targetPieces, float[][] weights) {
    this(sourcePieces, targetPieces, weights, new int[weights.length]);
  }

  private Alignment(
      List<String> sourcePieces, List<String> targetPieces, float[][] weights, int[] firstSources) {
    this.sourcePieces = List.copyOf(sourcePieces);
    this.targetPieces = List.copyOf(targetPieces);
    this.weights = weights;
    this.firstSources = firstSources;
  }

  /**
   * The alignment of a sentence whose parts were translated one by one: no part looked at another.
   * Its last row is that of the last part.
   *
   * @param parts at least one, their pieces as they stand in the whole text
   */
  static Alignment joined(List<Alignment> parts) {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    List<String> source = new ArrayList<>();
    List<String> target = new ArrayList<>();
    List<float[]> weights = new ArrayList<>();
    List<Integer> firstSources = new ArrayList<>();
    for (int p = 0; p < parts.size(); p++) {
      Alignment part = parts.get(p);
      int rows = part.targetPieces.size() + (p == parts.size() - 1 ? 1 : 0);
      for (int t = 0; t < rows; t++) {
        weights.add(part.weights[t]);
        firstSources.add(source.size() + part.firstSources[t]);
      }
      source.addAll(part.sourcePieces);
      target.addAll(part.targetPieces);
    }
    return new Alignment(
        source,
        target,
        weights.toArray(float[][]::new),
        firstSources.stream().mapToInt(Integer::intValue).toArray());
  }

  /**
   * One piece or word of the target with the one of the source that it belongs to.
   *
   * @param source its number in the source, from 0
   * @param target its number in the target, from 0
   */
  public record Link(int source, int target) implements Comparable<Link> {
    private static final Comparator<Link> ORDER =
        Comparator.comparingInt(Link::source).thenComparingInt(Link::target);

    @Override
    public int compareTo(Link other) {
      return ORDER.compare(this, other);
    }
  }

  /** The source's S pieces, without {@code </s>}. */
  public List<String> sourcePieces() {
    return sourcePieces;
  }

  /** The target's T pieces, without {@code </s>}. */
  public List<String> targetPieces() {
    return targetPieces;
  }

  /**
   * How much the decoder looked at a source piece when it wrote a target piece: the mean of the
   * heads of one layer. The weights of a target piece sum to 1. Where the sentence was divided,
   * they are 0 for the pieces of other parts.
   *
   * @param target 0 to T; T is {@code </s>}
   * @param source 0 to S; S is {@code </s>}
   */
  public float weight(int target, int source) {
    float[] row = weights[target];
    if (source == sourcePieces.size()) {
      return row[row.length - 1];
    }
    int i = Objects.checkIndex(source, sourcePieces.size()) - firstSources[target];
    return i >= 0 && i < row.length - 1 ? row[i] : 0;
  }

  /**
   * Each target piece with the source piece of the largest weight, the first of several; by target.
   * {@code </s>} has no links.
   */
  public List<Link> pieceLinks() {
    List<Link> links = new ArrayList<>();
    for (int t = 0; t < targetPieces.size() && !sourcePieces.isEmpty(); t++) {
      float[] row = weights[t];
      int best = 0;
      for (int i = 1; i < row.length - 1; i++) {
        best = row[i] > row[best] ? i : best;
      }
      links.add(new Link(firstSources[t] + best, t));
    }
    return links;
  }

  /**
   * The links between words: those whose pieces have a link, each once, by source and then target.
   * Words are what spaces separate in the text.
   */
  public List<Link> wordLinks() {
    int[] sourceWords = words(sourcePieces);
    int[] targetWords = words(targetPieces);
    TreeSet<Link> links = new TreeSet<>();
    for (Link link : pieceLinks()) {
      links.add(new Link(sourceWords[link.source], targetWords[link.target]));
    }
    return List.copyOf(links);
  }

  /** In the Pharaoh format, {@code 0-0 1-2 2-1}: source and target of each link. */
  public static String pharaoh(List<Link> links) {
    return links.stream()
        .map(link -> link.source + "-" + link.target)
        .collect(Collectors.joining(" "));
  }

  /**
   * For each piece the number of the word that its first letter belongs to. A piece without letters
   * belongs to the word that it stands in, else to the one behind it, or to the last one.
   */
  private static int[] words(List<String> pieces) {
    int[] words = new int[pieces.size()];
    int last = -1;
    boolean within = false;
    for (int i = 0; i < words.length; i++) {
      int first = -1;
      for (int c : pieces.get(i).chars().toArray()) {
        boolean space = c == ' ' || c == '\u2581';
        last += !space && !within ? 1 : 0;
        first = !space && first < 0 ? last : first;
        within = !space;
      }
      words[i] = first >= 0 ? first : within ? last : last + 1;
    }
    for (int i = 0; i < words.length; i++) {
      words[i] = Math.max(0, Math.min(words[i], last));
    }
    return words;
  }
}
