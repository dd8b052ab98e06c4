package dev.dolmetsch.model.decode;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The hypotheses of one sentence, K at most, in G groups of K/G, which choose one after another and
 * from their own hypotheses only. An ordinary beam is one group; a sample is a group of one. As
 * long as the prefix is forced, all groups share one hypothesis.
 *
 * <p>Each live hypothesis has a place, 0 to K − 1, where its keys and values are cached.
 *
 * <p>Knows nothing of other sentences, neither their options nor how far they are.
 */
final class SentenceBeam {
  private final SearchInput input;
  private final int[] prefix;
  private final int endId;
  private final DecodingOptions options;
  private final HypothesisScorer scorer;
  private final PieceBans bans;
  private final int groups;
  private final int groupSize;
  private final int maxPieces;

  /** By place. Coverage is kept only where it is penalised. */
  private final int[][] ids;

  private final double[] sums;
  private final int[] groupOf;
  private final float[][] coverage;

  /** Places of the live hypotheses: group by group, best first. */
  private final int[] ranking;

  private int live = 1;
  private int pieces;
  private boolean diverged;
  private boolean done;
  private final List<Hypothesis> finished = new ArrayList<>();
  private final int[] finishedOf;

  /** Of the last step. */
  private final Continuations chosen;

  /**
   * The beam before its first step: one empty hypothesis at place 0.
   *
   * @param endId {@code </s>}
   */
  SentenceBeam(SearchInput input, int endId, DecodingOptions options) {
    int hypotheses = options.hypotheses();
    int sourcePieces = input.source().length;
    this.input = input;
    this.prefix = input.prefix();
    this.endId = endId;
    this.options = options;
    this.scorer = HypothesisScorer.of(options);
    this.bans = new PieceBans(options.minDecodingLength(), options.noRepeatNgramSize(), endId);
    this.groups = options.groups();
    this.groupSize = hypotheses / groups;
    this.maxPieces = Math.max(options.longest(sourcePieces), prefix.length);
    this.ids = new int[hypotheses][Math.min(maxPieces, 32)];
    this.sums = new double[hypotheses];
    this.groupOf = new int[hypotheses];
    this.coverage = new float[hypotheses][options.coveragePenalty() > 0 ? sourcePieces : 0];
    this.ranking = new int[hypotheses];
    this.finishedOf = new int[groups];
    this.chosen = new Continuations(hypotheses);
  }

  /** Whether nothing more can come. */
  boolean done() {
    return done;
  }

  /**
   * The finished hypotheses, best first, at most {@code nBest}. Groups of a beam may have found the
   * same one, which then stands there once; samples are all kept.
   */
  List<Hypothesis> best() {
    var sorted = finished.stream().sorted(Comparator.comparingDouble(Hypothesis::score).reversed());
    if (options.method() == SearchMethod.BEAM && groups > 1) {
      List<Hypothesis> distinct = new ArrayList<>();
      sorted.forEach(
          each -> {
            if (distinct.stream().noneMatch(other -> Arrays.equals(other.ids(), each.ids()))) {
              distinct.add(each);
            }
          });
      sorted = distinct.stream();
    }
    return sorted.limit(options.nBest()).toList();
  }

  /**
   * Extends every live hypothesis by one piece and keeps the best.
   *
   * @param logits [N, V]
   * @param firstRow the row of place 0
   * @param tools what is needed during a step only, and can serve all sentences of a thread
   * @param attention of the same rows; looked at where coverage is penalised
   */
  void advance(FloatBuffer logits, int firstRow, StepTools tools, StepAttention attention) {
    if (options.coveragePenalty() > 0) {
      for (int rank = 0; rank < live; rank++) {
        attention.addTo(firstRow + ranking[rank], coverage[ranking[rank]]);
      }
    }
    chosen.cutTo(0);
    if (pieces < prefix.length) {
      tools.row().load(logits, firstRow);
      double sum = sums[0] + tools.row().logProbability(prefix[pieces]);
      chosen.add(0, prefix[pieces], sum, 0);
    } else {
      for (int group = 0; group < groups; group++) {
        step(group, logits, firstRow, tools);
      }
      diverged = true;
    }
    goOn();
    if (live == 0 || cannotImprove()) {
      done = true;
    } else if (pieces == maxPieces) {
      for (int rank = 0; rank < live; rank++) {
        finish(ranking[rank], sums[ranking[rank]], pieces, groupOf[ranking[rank]]);
      }
      done = true;
    }
  }

  private void step(int group, FloatBuffer logits, int firstRow, StepTools tools) {
    int before = chosen.size();
    boolean member = false;
    tools.candidates().clear(2 * groupSize);
    for (int rank = 0; rank < live; rank++) {
      int place = ranking[rank];
      if (diverged && groupOf[place] != group) {
        continue;
      }
      member = true;
      tools.row().load(logits, firstRow + place);
      bans.apply(tools.row(), ids[place], pieces);
      if (options.method() == SearchMethod.SAMPLING) {
        draw(group, place, tools);
      } else {
        for (int i = 0; i < before; i++) {
          tools.row().penalise(chosen.id(i), options.diversity().penalty());
        }
        if (groupSize == 1) {
          tools.candidates().offerBest(place, sums[place], tools.row());
        } else {
          tools.candidates().offerAll(place, sums[place], tools.row());
        }
      }
    }
    if (options.method() == SearchMethod.BEAM) {
      keepBest(group, before, tools.candidates());
    }
    if (member && chosen.size() == before && finishedOf[group] == 0) {
      cutOff(group);
    } else if (finishedOf[group] >= groupSize) {
      chosen.cutTo(before);
    }
  }

  /** Ends a group's hypotheses as they are, as everything is banned that could follow them. */
  private void cutOff(int group) {
    for (int rank = 0; rank < live; rank++) {
      int place = ranking[rank];
      if (!diverged || groupOf[place] == group) {
        finish(place, sums[place], pieces, group);
      }
    }
  }

  private void draw(int group, int place, StepTools tools) {
    Sampling sampling = options.sampling();
    double uniform = PieceSampler.uniform(sampling.seed(), input.number(), group, pieces);
    int id = tools.sampler().draw(tools.row(), sampling, uniform);
    if (id >= 0) {
      double sum = sums[place] + tools.row().logProbability(id);
      if (id == endId) {
        finish(place, sum, pieces + 1, group);
      } else {
        chosen.add(place, id, sum, group);
      }
    }
  }

  /**
   * Walks down the candidates until K/G go on; {@code </s>} counts only among the best K/G, as one
   * of them would have been lost otherwise.
   */
  private void keepBest(int group, int before, TopCandidates candidates) {
    for (int i = 0; i < candidates.size() && chosen.size() - before < groupSize; i++) {
      int id = candidates.id(i);
      double penalties = 0;
      for (int earlier = 0; earlier < before; earlier++) {
        penalties += chosen.id(earlier) == id ? options.diversity().penalty() : 0;
      }
      double sum = candidates.score(i) + penalties;
      if (id != endId) {
        chosen.add(candidates.parent(i), id, sum, group);
      } else if (i < groupSize) {
        finish(candidates.parent(i), sum, pieces + 1, group);
      }
    }
  }

  /** Makes the chosen continuations the live hypotheses. */
  private void goOn() {
    live = chosen.size();
    chosen.assignPlaces();
    for (int rank = 0; rank < live; rank++) {
      if (chosen.place(rank) != chosen.parent(rank)) {
        copy(chosen.parent(rank), chosen.place(rank));
      }
    }
    for (int rank = 0; rank < live; rank++) {
      int place = chosen.place(rank);
      ranking[rank] = place;
      sums[place] = chosen.sum(rank);
      groupOf[place] = chosen.group(rank);
      if (ids[place].length == pieces) {
        ids[place] = Arrays.copyOf(ids[place], Math.min(maxPieces, 2 * pieces));
      }
      ids[place][pieces] = chosen.id(rank);
    }
    pieces++;
  }

  private void copy(int from, int to) {
    if (ids[to].length < ids[from].length) {
      ids[to] = new int[ids[from].length];
    }
    System.arraycopy(ids[from], 0, ids[to], 0, pieces);
    System.arraycopy(coverage[from], 0, coverage[to], 0, coverage[from].length);
  }

  private void finish(int place, double logProbability, int summands, int group) {
    int[] found = Arrays.copyOf(ids[place], pieces);
    double score = scorer.score(logProbability, summands, coverage[place]);
    finished.add(new Hypothesis(found, logProbability, score));
    finishedOf[group]++;
  }

  /**
   * Whether the n best of an only group are settled: no live one can reach them, even if it got no
   * less probable up to the maximum length.
   */
  private boolean cannotImprove() {
    if (groups > 1 || finished.size() < options.nBest()) {
      return false;
    }
    double reachable = scorer.reachable(sums[ranking[0]], maxPieces);
    int settled = 0;
    for (Hypothesis found : finished) {
      settled += found.score() >= reachable ? 1 : 0;
    }
    return settled >= options.nBest();
  }

  /** Applies the last step's moves to the caches, whose first hypothesis is place 0. */
  void moveCaches(DecoderStep step, int firstRow) {
    for (int rank = 0; rank < live; rank++) {
      if (chosen.place(rank) != chosen.parent(rank)) {
        step.copyHypothesis(firstRow + chosen.parent(rank), firstRow + chosen.place(rank));
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
