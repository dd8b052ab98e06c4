package dev.dolmetsch.model.decode;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The hypotheses of one sentence. Each live one has a place, 0 to K − 1, where its keys and values
 * are cached. After a step the first continuation of a hypothesis stays in its place and the others
 * move to places that have become free, so that no more is copied than must be and nothing is
 * overwritten that is still to be copied.
 */
final class SentenceBeam {
  private final int source;
  private final int endId;
  private final DecodingOptions options;
  private final int maxPieces;
  private final int[][] ids;
  private final double[] sums;
  private final int[] ranking;
  private int live = 1;
  private int pieces;
  private boolean done;
  private final List<Hypothesis> finished = new ArrayList<>();

  /** Parents and places of the last step's continuations, by rank. */
  private final int[] parents;

  private final int[] places;

  /**
   * The beam before its first step: one empty hypothesis at place 0.
   *
   * @param source which of the caller's sources this is
   * @param sourcePieces its pieces, without special ids
   */
  SentenceBeam(int source, int sourcePieces, int endId, DecodingOptions options) {
    int beams = options.beamSize();
    this.source = source;
    this.endId = endId;
    this.options = options;
    this.maxPieces =
        (int) Math.max(1, options.maxLengthFactor() * sourcePieces + options.maxLengthOffset());
    this.ids = new int[beams][Math.min(maxPieces, 32)];
    this.sums = new double[beams];
    this.ranking = new int[beams];
    this.parents = new int[beams];
    this.places = new int[beams];
  }

  int source() {
    return source;
  }

  /** Whether nothing more can come. */
  boolean done() {
    return done;
  }

  /** The finished hypotheses, best first, at most {@code nBest}. */
  List<Hypothesis> best() {
    return finished.stream()
        .sorted(Comparator.comparingDouble(Hypothesis::score).reversed())
        .limit(options.nBest())
        .toList();
  }

  /**
   * Extends every live hypothesis by one piece and keeps the best.
   *
   * @param logits [N, V]
   * @param firstRow the row of place 0
   */
  void advance(FloatBuffer logits, int firstRow, LogitRow row, TopCandidates candidates) {
    candidates.clear();
    if (options.beamSize() == 1) {
      row.load(logits, firstRow);
      candidates.offerBest(0, sums[0], row);
    } else {
      for (int rank = 0; rank < live; rank++) {
        int place = ranking[rank];
        row.load(logits, firstRow + place);
        candidates.offerAll(place, sums[place], row);
      }
    }
    keepBest(candidates);
    if (finished.size() >= options.beamSize() || live == 0 || cannotImprove()) {
      done = true;
    } else if (pieces == maxPieces) {
      for (int rank = 0; rank < live; rank++) {
        finish(ranking[rank], sums[ranking[rank]], pieces);
      }
      done = true;
    }
  }

  /**
   * Walks down the candidates until K go on; {@code </s>} counts only among the best K, as one of
   * them would have been lost otherwise.
   */
  private void keepBest(TopCandidates candidates) {
    int kept = 0;
    int beams = options.beamSize();
    int[] chosen = new int[beams];
    for (int i = 0; i < candidates.size() && kept < beams; i++) {
      if (candidates.id(i) != endId) {
        chosen[kept++] = i;
      } else if (i < beams) {
        finish(candidates.parent(i), candidates.score(i), pieces + 1);
      }
    }
    live = kept;
    for (int rank = 0; rank < live; rank++) {
      parents[rank] = candidates.parent(chosen[rank]);
    }
    assignPlaces();
    for (int rank = 0; rank < live; rank++) {
      if (places[rank] != parents[rank]) {
        int[] prefix = ids[parents[rank]];
        ids[places[rank]] = Arrays.copyOf(prefix, prefix.length);
      }
    }
    for (int rank = 0; rank < live; rank++) {
      int place = places[rank];
      ranking[rank] = place;
      sums[place] = candidates.score(chosen[rank]);
      if (ids[place].length == pieces) {
        ids[place] = Arrays.copyOf(ids[place], Math.min(maxPieces, 2 * pieces));
      }
      ids[place][pieces] = candidates.id(chosen[rank]);
    }
    pieces++;
  }

  private void assignPlaces() {
    boolean[] taken = new boolean[options.beamSize()];
    for (int rank = 0; rank < live; rank++) {
      int parent = parents[rank];
      places[rank] = taken[parent] ? -1 : parent;
      taken[parent] = true;
    }
    int free = 0;
    for (int rank = 0; rank < live; rank++) {
      if (places[rank] < 0) {
        while (taken[free]) {
          free++;
        }
        places[rank] = free;
        taken[free] = true;
      }
    }
  }

  private void finish(int place, double logProbability, int summands) {
    int[] found = Arrays.copyOf(ids[place], pieces);
    finished.add(new Hypothesis(found, logProbability, score(logProbability, summands)));
  }

  private double score(double logProbability, int summands) {
    return logProbability / StrictMath.pow(summands, options.lengthPenalty());
  }

  /**
   * Whether the n best are settled: log-probabilities only fall, so that the best live one can at
   * most reach what it would score now at the maximum length.
   */
  private boolean cannotImprove() {
    if (finished.size() < options.nBest()) {
      return false;
    }
    double reachable = score(sums[ranking[0]], maxPieces);
    return finished.stream().filter(found -> found.score() >= reachable).count() >= options.nBest();
  }

  /** Applies the last step's moves to the caches, whose first hypothesis is place 0. */
  void moveCaches(DecoderStep step, int firstRow) {
    for (int rank = 0; rank < live; rank++) {
      if (places[rank] != parents[rank]) {
        step.copyHypothesis(firstRow + parents[rank], firstRow + places[rank]);
      }
    }
  }

  /** Writes the newest piece of every live hypothesis to its row. */
  void putNewestIds(int[] rows, int firstRow) {
    for (int rank = 0; rank < live; rank++) {
      int place = ranking[rank];
      rows[firstRow + place] = ids[place][pieces - 1];
    }
  }
}
