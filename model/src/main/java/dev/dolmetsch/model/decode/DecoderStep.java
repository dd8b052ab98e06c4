package dev.dolmetsch.model.decode;

import dev.dolmetsch.model.TransformerConfig;
import dev.dolmetsch.model.TransformerGraphs;
import dev.dolmetsch.model.engine.ExecutionPlan;
import dev.dolmetsch.model.engine.Tensor;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The decoder's step, compiled for B slots of K hypotheses each, C positions and S source
 * positions, with the cached keys and values that its plan holds.
 */
final class DecoderStep implements StepAttention {
  /** B, K, C and S. */
  record Shape(int slots, int beams, int capacity, int sourceWidth) {
    /** Shapes of the graph's inputs. */
    Map<String, long[]> inputs(TransformerConfig config) {
      long hypotheses = (long) slots * beams;
      Map<String, long[]> shapes = new java.util.HashMap<>();
      shapes.put("target_ids", new long[] {hypotheses});
      shapes.put("target_positions", new long[] {hypotheses});
      shapes.put("target_lengths", new long[] {hypotheses});
      shapes.put("source_lengths", new long[] {slots});
      for (String name : TransformerGraphs.selfCaches(config)) {
        shapes.put(name, new long[] {hypotheses * capacity, config.modelWidth()});
      }
      for (String name : TransformerGraphs.crossCaches(config).keySet()) {
        shapes.put(name, new long[] {(long) slots * sourceWidth, config.modelWidth()});
      }
      return shapes;
    }
  }

  private final ExecutionPlan plan;
  private final Shape shape;
  private final int modelWidth;
  private final List<FloatBuffer> self = new ArrayList<>();
  private final List<FloatBuffer> cross = new ArrayList<>();
  private final IntBuffer ids;
  private final IntBuffer positions;
  private final IntBuffer lengths;
  private final IntBuffer sourceLengths;
  private final FloatBuffer logits;
  private final int heads;
  private final List<FloatBuffer> weights = new ArrayList<>();
  private final int[] filled;

  /**
   * A step whose self caches hold zeros: a hidden position has weight 0, but the plan's memory may
   * hold what is not a number, and 0 times that is none either. Vacant slots may hold anything.
   *
   * @param attention encoder–decoder weights that the plan computes and {@link #addTo} reads, of
   *     one layer or none
   */
  DecoderStep(ExecutionPlan plan, Shape shape, TransformerConfig config, List<String> attention) {
    this.plan = plan;
    this.shape = shape;
    this.modelWidth = config.modelWidth();
    for (String name : TransformerGraphs.selfCaches(config)) {
      Tensor cache = plan.tensor(name);
      cache.clear();
      self.add(cache.floats());
    }
    for (String name : TransformerGraphs.crossCaches(config).keySet()) {
      cross.add(plan.tensor(name).floats());
    }
    this.heads = config.heads();
    attention.forEach(name -> weights.add(plan.tensor(name).floats()));
    this.ids = plan.tensor("target_ids").ints();
    this.positions = plan.tensor("target_positions").ints();
    this.lengths = plan.tensor("target_lengths").ints();
    this.sourceLengths = plan.tensor("source_lengths").ints();
    this.logits = plan.tensor(TransformerGraphs.LOGITS).floats();
    this.filled = new int[shape.slots() * shape.beams()];
    sourceLengths.put(0, ones(shape.slots()));
  }

  private static int[] ones(int count) {
    int[] ones = new int[count];
    Arrays.fill(ones, 1);
    return ones;
  }

  Shape shape() {
    return shape;
  }

  /** Takes the encoder's keys and values, whose slots and width are this step's. */
  void takeSources(BatchEncoder.Encoded encoded, TransformerConfig config) {
    int next = 0;
    for (String output : TransformerGraphs.crossCaches(config).values()) {
      Tensor computed = encoded.plan().tensor(output);
      cross.get(next++).put(0, computed.floats(), 0, computed.length());
    }
    for (int slot = 0; slot < shape.slots(); slot++) {
      sourceLengths.put(slot, encoded.lengths().get(slot));
    }
  }

  /** Takes one sentence over from another step: the first positions of all its hypotheses. */
  void takeSentence(DecoderStep from, int fromSlot, int toSlot, int usedPositions) {
    sourceLengths.put(toSlot, from.sourceLengths.get(fromSlot));
    int sourceElements = shape.sourceWidth() * modelWidth;
    for (int i = 0; i < cross.size(); i++) {
      cross
          .get(i)
          .put(
              toSlot * sourceElements,
              from.cross.get(i),
              fromSlot * sourceElements,
              sourceElements);
    }
    for (int beam = 0; beam < shape.beams(); beam++) {
      copy(
          from,
          fromSlot * shape.beams() + beam,
          toSlot * shape.beams() + beam,
          usedPositions * modelWidth);
    }
  }

  /** Copies what a hypothesis has cached in its first positions over another's. */
  void copyHypothesis(int from, int to, int usedPositions) {
    copy(this, from, to, usedPositions * modelWidth);
  }

  private void copy(DecoderStep source, int from, int to, int elements) {
    int fromIndex = from * source.shape.capacity() * modelWidth;
    int toIndex = to * shape.capacity() * modelWidth;
    for (int i = 0; i < self.size(); i++) {
      self.get(i).put(toIndex, source.self.get(i), fromIndex, elements);
    }
  }

  /** Computes the logits of what follows piece {@code ids[i]} of hypothesis i at that position. */
  void run(int[] nextIds, int position) {
    ids.put(0, nextIds, 0, filled.length);
    Arrays.fill(filled, position);
    positions.put(0, filled);
    Arrays.fill(filled, position + 1);
    lengths.put(0, filled);
    plan.run();
  }

  /** The logits that the last run left, [B·K, V]; to be read by index. */
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
