package dev.dolmetsch.data.subword;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Byte-pair encoding over words: again and again the most frequent pair of neighbours becomes one
 * symbol (Sennrich et al. 2016, "Neural Machine Translation of Rare Words with Subword Units").
 *
 * <p>The order is that of SentencePiece 0.1.97's trainer: the highest frequency first, among equals
 * the fewest characters, then the lowest code points. Of two pairs that spell the same string only
 * the first is ever merged. Overlapping occurrences ("aa" in "aaa") count once; SentencePiece from
 * 0.1.99 on counts each of them. Where hundreds of pairs are equally frequent (4 times or less on
 * Multi30k) 0.1.97 looks at some of them only, in the order of a hash table; here the order always
 * holds.
 *
 * <p>The symbols of all words lie in one array, linked within each word; characters outside the
 * alphabet break the link. A pair gets all its places in the step that makes the younger of its two
 * symbols, so its frequency only falls afterwards: a queue of frequencies that may be outdated
 * suffices, of which the top is recounted before it is believed.
 */
final class BpeMerges {
  private static final int NONE = -1;

  private final int[] symbolAt;
  private final int[] previous;
  private final int[] next;
  private final long[] countAt;

  /** The code points of each symbol. */
  private final List<int[]> spellings = new ArrayList<>();

  private final Map<Long, Pair> pairs = new HashMap<>();
  private final PriorityQueue<Candidate> queue = new PriorityQueue<>();
  private final Set<String> pieces = new HashSet<>();

  /** Pairs that were first seen in the current step. */
  private final List<Pair> freshPairs = new ArrayList<>();

  /** Cuts the words into characters, of which those outside the alphabet are never merged. */
  BpeMerges(List<WordCounts.Word> words, Alphabet alphabet) {
    int places = words.stream().mapToInt(word -> word.text().length()).sum();
    symbolAt = new int[places];
    previous = new int[places];
    next = new int[places];
    countAt = new long[places];
    Map<Integer, Integer> characters = new HashMap<>();
    int place = 0;
    for (WordCounts.Word word : words) {
      int before = NONE;
      for (int codePoint : word.text().codePoints().toArray()) {
        if (!alphabet.contains(codePoint)) {
          before = NONE;
          continue;
        }
        symbolAt[place] =
            characters.computeIfAbsent(codePoint, c -> newSymbol(new int[] {codePoint}));
        countAt[place] = word.count();
        previous[place] = before;
        next[place] = NONE;
        if (before != NONE) {
          next[before] = place;
          addPlace(before);
        }
        before = place++;
      }
    }
    queueFreshPairs();
  }

  /** Merges the best pair and returns what it spells, or nothing if no pair is left. */
  Optional<String> mergeNext() {
    for (Candidate top = queue.poll(); top != null; top = queue.poll()) {
      Pair pair = top.pair();
      long frequency = recount(pair);
      if (frequency < top.frequency()) {
        enqueue(pair, frequency);
      } else if (pieces.add(pair.text())) {
        merge(pair);
        queueFreshPairs();
        return Optional.of(pair.text());
      }
    }
    return Optional.empty();
  }

  private int newSymbol(int[] codePoints) {
    spellings.add(codePoints);
    return spellings.size() - 1;
  }

  /** Notes the pair of the symbol at {@code place} and the one after it. */
  private void addPlace(int place) {
    int left = symbolAt[place];
    int right = symbolAt[next[place]];
    Pair pair =
        pairs.computeIfAbsent((long) left << Integer.SIZE | right, key -> newPair(left, right));
    if (pair.mayMerge) {
      if (pair.size == 0) {
        freshPairs.add(pair);
      }
      pair.add(place);
    }
  }

  private Pair newPair(int left, int right) {
    int[] start = spellings.get(left);
    int[] end = spellings.get(right);
    int[] codePoints = Arrays.copyOf(start, start.length + end.length);
    System.arraycopy(end, 0, codePoints, start.length, end.length);
    return new Pair(left, right, codePoints, pairs.size(), PieceRules.mayBePiece(codePoints));
  }

  private void queueFreshPairs() {
    freshPairs.forEach(pair -> enqueue(pair, recount(pair)));
    freshPairs.clear();
  }

  private void enqueue(Pair pair, long frequency) {
    if (frequency > 0) {
      queue.add(new Candidate(pair, frequency));
    }
  }

  /** The pair's frequency now; forgets the places where it no longer is or overlaps itself. */
  private long recount(Pair pair) {
    long frequency = 0;
    int kept = 0;
    int taken = NONE;
    for (int i = 0; i < pair.size; i++) {
      int place = pair.places[i];
      if (place != taken && isAt(pair, place)) {
        pair.places[kept++] = place;
        frequency += countAt[place];
        taken = next[place];
      } else {
        taken = NONE;
      }
    }
    pair.size = kept;
    return frequency;
  }

  private boolean isAt(Pair pair, int place) {
    return symbolAt[place] == pair.left
        && next[place] != NONE
        && symbolAt[next[place]] == pair.right;
  }

  /** Makes one symbol of the pair at each of its places, which were counted just now. */
  private void merge(Pair pair) {
    int merged = newSymbol(pair.codePoints);
    pair.mayMerge = false;
    for (int i = 0; i < pair.size; i++) {
      int place = pair.places[i];
      int absorbed = next[place];
      symbolAt[place] = merged;
      symbolAt[absorbed] = NONE;
      next[place] = next[absorbed];
      if (next[place] != NONE) {
        previous[next[place]] = place;
        addPlace(place);
      }
      if (previous[place] != NONE) {
        addPlace(previous[place]);
      }
    }
    pair.places = new int[0];
    pair.size = 0;
  }

  /** Two neighbouring symbols and the places of the left one. */
  private static final class Pair {
    private final int left;
    private final int right;
    private final int[] codePoints;
    private final int age;
    private boolean mayMerge;
    private int[] places = new int[2];
    private int size;

    Pair(int left, int right, int[] codePoints, int age, boolean mayMerge) {
      this.left = left;
      this.right = right;
      this.codePoints = codePoints;
      this.age = age;
      this.mayMerge = mayMerge;
    }

    void add(int place) {
      if (size == places.length) {
        places = Arrays.copyOf(places, 2 * size);
      }
      places[size++] = place;
    }

    String text() {
      return new String(codePoints, 0, codePoints.length);
    }
  }

  /** A pair with the frequency that it had when it was last counted; the best one is least. */
  private record Candidate(Pair pair, long frequency) implements Comparable<Candidate> {
    @Override
    public int compareTo(Candidate other) {
      if (frequency != other.frequency) {
        return Long.compare(other.frequency, frequency);
      }
      int[] mine = pair.codePoints;
      int[] others = other.pair.codePoints;
      if (mine.length != others.length) {
        return Integer.compare(mine.length, others.length);
      }
      int order = Arrays.compare(mine, others);
      return order != 0 ? order : Integer.compare(pair.age, other.pair.age);
    }
  }
}
