package dev.dolmetsch.model.decode;

import dev.dolmetsch.model.TransformerConfig;
import dev.dolmetsch.model.TransformerGraphs;
import dev.dolmetsch.model.engine.ExecutionPlan;
import dev.dolmetsch.model.engine.GraphRunner;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The decoder's step, compiled for B slots of K rows each, with the cached keys and values that its
 * plan holds. A slot has a sentence or is vacant; a row of a sentence has a hypothesis or none.
 * Each sentence has a position of its own.
 */
final class DecoderStep implements StepAttention {
  /** Stands for the newest piece of a row without a hypothesis. */
  static final int NO_HYPOTHESIS = -1;

  /**
   * For what a step is compiled.
   *
   * @param slots B
   * @param beams K
   * @param entries E, of each sentence's self caches
   * @param sourceWidth S
   * @param candidates C, pieces whose logits are computed; 0 for all V
   */
  record Shape(int slots, int beams, int entries, int sourceWidth, int candidates) {
    /** Shapes of the graph's inputs. */
    Map<String, long[]> inputs(TransformerConfig config) {
      long rows = (long) slots * beams;
      Map<String, long[]> shapes = new HashMap<>();
      shapes.put("target_ids", new long[] {rows});
      shapes.put("target_positions", new long[] {rows});
      shapes.put("cache_places", new long[] {rows});
      shapes.put("visible_entries", new long[] {slots, beams, entries});
      shapes.put("source_lengths", new long[] {slots});
      if (candidates > 0) {
        shapes.put("candidate_ids", new long[] {candidates});
      }
      for (String name : TransformerGraphs.selfCaches(config)) {
        shapes.put(name, new long[] {(long) slots * entries, config.modelWidth()});
      }
      for (String name : TransformerGraphs.crossCaches(config).keySet()) {
        shapes.put(name, new long[] {(long) slots * sourceWidth, config.modelWidth()});
      }
      return shapes;
    }
  }

  private final GraphRunner runner;
  private final ExecutionPlan plan;
  private final Shape shape;
  private final CacheEntries entries;
  private final List<CacheRows> self = new ArrayList<>();
  private final List<CacheRows> cross = new ArrayList<>();
  private final List<String> encoderOutputs;
  private final IntBuffer ids;
  private final IntBuffer positions;
  private final IntBuffer places;
  private final FloatBuffer visible;
  private final IntBuffer sourceLengths;
  private final FloatBuffer logits;
  private final int heads;
  private final List<FloatBuffer> weights = new ArrayList<>();

  private final int[] nextPosition;
  private final int[] rowIds;
  private final int[] rowPositions;
  private final int[] rowPlaces;

  /**
   * A step of vacant slots. Its caches hold zeros: a hidden entry has weight 0, but the plan's
   * memory may hold what is not a number, and 0 times that is none either.
   *
   * @param attention encoder–decoder weights that the plan computes and {@link #addTo} reads, of
   *     one layer or none
   */
  DecoderStep(GraphRunner runner, Shape shape, TransformerConfig config, List<String> attention) {
    this.runner = runner;
    this.plan = runner.plan(shape.inputs(config));
    this.shape = shape;
    this.entries = new CacheEntries(shape.slots(), shape.beams(), shape.entries());
    for (String name : TransformerGraphs.selfCaches(config)) {
      self.add(CacheRows.cleared(plan.tensor(name)));
    }
    for (String name : TransformerGraphs.crossCaches(config).keySet()) {
      cross.add(CacheRows.cleared(plan.tensor(name)));
    }
    this.encoderOutputs = List.copyOf(TransformerGraphs.crossCaches(config).values());
    this.heads = config.heads();
    attention.forEach(name -> weights.add(plan.tensor(name).floats()));
    this.ids = plan.tensor("target_ids").ints();
    this.positions = plan.tensor("target_positions").ints();
    this.places = plan.tensor("cache_places").ints();
    this.visible = plan.tensor("visible_entries").floats();
    this.sourceLengths = plan.tensor("source_lengths").ints();
    this.logits = plan.tensor(TransformerGraphs.LOGITS).floats();
    int rows = shape.slots() * shape.beams();
    this.nextPosition = new int[shape.slots()];
    this.rowIds = new int[rows];
    this.rowPositions = new int[rows];
    this.rowPlaces = new int[rows];
    int[] ones = new int[shape.slots()];
    Arrays.fill(ones, 1);
    sourceLengths.put(0, ones);
  }

  /**
   * Says of which pieces logits are computed.
   *
   * @param candidates C ids
   */
  void select(int[] candidates) {
    plan.tensor("candidate_ids").ints().put(0, candidates);
  }

  Shape shape() {
    return shape;
  }

  /**
   * Gives a slot a new sentence, whose first row has the empty hypothesis.
   *
   * @param encoded has no more source positions than this step
   * @param from the sentence's slot there
   */
  void takeSource(BatchEncoder.Encoded encoded, int from, int slot) {
    for (int i = 0; i < cross.size(); i++) {
      cross
          .get(i)
          .copy(
              encoded.rows(encoderOutputs.get(i)),
              from * encoded.width(),
              slot * shape.sourceWidth(),
              encoded.lengths().get(from));
    }
    sourceLengths.put(slot, encoded.lengths().get(from));
    nextPosition[slot] = 0;
    entries.clear(slot);
  }

  /** Makes a slot vacant. */
  void leave(int slot) {
    entries.clear(slot);
    sourceLengths.put(slot, 1);
    nextPosition[slot] = 0;
  }

  /** Takes one sentence over from another step; its entries must fit. */
  void takeSentence(DecoderStep from, int fromSlot, int toSlot) {
    int length = from.sourceLengths.get(fromSlot);
    sourceLengths.put(toSlot, length);
    nextPosition[toSlot] = from.nextPosition[fromSlot];
    for (int i = 0; i < cross.size(); i++) {
      int fromRow = fromSlot * from.shape.sourceWidth();
      cross.get(i).copy(from.cross.get(i), fromRow, toSlot * shape.sourceWidth(), length);
    }
    for (int i = 0; i < self.size(); i++) {
      int fromRow = fromSlot * from.shape.entries();
      int toRow = toSlot * shape.entries();
      self.get(i).copy(from.self.get(i), fromRow, toRow, from.entries.end(fromSlot));
    }
    entries.take(from.entries, fromSlot, toSlot);
  }

  /** Pieces that each hypothesis of a sentence has. */
  int position(int slot) {
    return nextPosition[slot];
  }

  /** Lets a row have the hypothesis of another row of the same sentence. */
  void copyHypothesis(int fromRow, int toRow) {
    entries.copy(fromRow, toRow);
  }

  /** Takes a row its hypothesis, whose entries become free. */
  void dropHypothesis(int row) {
    entries.drop(row);
  }

  /** Entries that a sentence needs at least to get some pieces further. */
  int entriesNeeded(int slot) {
    return Math.max(entries.end(slot), entries.used(slot) + 2 * shape.beams());
  }

  /** Whether each row of a sentence could have a further piece. */
  boolean hasRoom(int slot) {
    return entries.used(slot) + shape.beams() <= shape.entries();
  }

  /** Pieces of a sentence's source, with its {@code </s>}. */
  int sourceLength(int slot) {
    return sourceLengths.get(slot);
  }

  /**
   * Computes the logits of what follows each row's newest piece.
   *
   * @param newestIds [B·K], {@link #NO_HYPOTHESIS} for a row that has none
   */
  void run(int[] newestIds) {
    for (int slot = 0; slot < shape.slots(); slot++) {
      boolean occupied = false;
      for (int row = slot * shape.beams(); row < (slot + 1) * shape.beams(); row++) {
        boolean live = newestIds[row] != NO_HYPOTHESIS;
        rowIds[row] = live ? newestIds[row] : 0;
        rowPositions[row] = live ? nextPosition[slot] : 0;
        rowPlaces[row] = slot * shape.entries() + (live ? entries.extend(row) : 0);
        occupied |= live;
      }
      nextPosition[slot] += occupied ? 1 : 0;
    }
    ids.put(0, rowIds);
    positions.put(0, rowPositions);
    places.put(0, rowPlaces);
    visible.put(0, entries.bias());
    runner.run(plan);
  }

  /** The logits that the last run left, [B·K, V] or [B·K, C]; to be read by index. */
  FloatBuffer logits() {
    return logits;
  }

  @Override
  public void addTo(int row, float[] coverage) {
    int slot = row / shape.beams();
    int beam = row % shape.beams();
    FloatBuffer all = weights.get(0); // [B, H, K, S]
    for (int head = 0; head < heads; head++) {
      int first = ((slot * heads + head) * shape.beams() + beam) * shape.sourceWidth();
      for (int i = 0; i < coverage.length; i++) {
        coverage[i] += all.get(first + i) / heads;
      }
    }
  }
}
