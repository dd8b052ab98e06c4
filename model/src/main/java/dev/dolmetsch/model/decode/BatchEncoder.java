package dev.dolmetsch.model.decode;

import dev.dolmetsch.data.batch.SpecialIds;
import dev.dolmetsch.model.FlatParameters;
import dev.dolmetsch.model.TeacherForcing;
import dev.dolmetsch.model.TransformerConfig;
import dev.dolmetsch.model.TransformerGraphs;
import dev.dolmetsch.model.engine.ExecutionPlan;
import dev.dolmetsch.model.engine.GraphRunner;
import dev.dolmetsch.model.engine.Kernels;
import dev.dolmetsch.model.engine.PlanProfile;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Runs the encoder on some sources at once.
 *
 * <p>Belongs to one thread at a time.
 */
public final class BatchEncoder implements AutoCloseable {
  private final SpecialIds specials;
  private final GraphRunner runner;

  /**
   * What the encoder left in its plan, until it runs again. The rows of a sentence in slot b are
   * b·S to b·S + length − 1; behind them stand rows of padding, and behind the sentences vacant
   * slots of length 1, both to be ignored.
   *
   * @param plan holds the outputs
   * @param slots B, at least the number of sources
   * @param width S, at least the longest source with its {@code </s>}
   * @param lengths [B], each source's pieces with its {@code </s>}
   */
  public record Encoded(ExecutionPlan plan, int slots, int width, List<Integer> lengths) {
    /** Copies the list. */
    public Encoded {
      lengths = List.copyOf(lengths);
    }

    /** The longest source's pieces with its {@code </s>}. */
    int longest() {
      return lengths.stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    /** The rows of an output, as they are stored. */
    CacheRows rows(String output) {
      return CacheRows.of(plan.tensor(output));
    }
  }

  /**
   * An encoder that reads these parameters.
   *
   * @param outputs variables of the encoder graph to be read after a run
   */
  public BatchEncoder(
      TransformerConfig config,
      FlatParameters parameters,
      SpecialIds specials,
      List<String> outputs,
      Kernels kernels) {
    this.specials = specials;
    this.runner =
        new GraphRunner(
            TransformerGraphs.encoder(config, parameters.layout()),
            outputs,
            parameters.views(),
            kernels);
  }

  /** An encoder whose outputs are the decoder's cross caches, in the type that its steps read. */
  static BatchEncoder ofCrossCaches(
      TransformerConfig config, FlatParameters parameters, SpecialIds specials, Kernels kernels) {
    return new BatchEncoder(
        specials,
        GraphRunner.ofStoredOutputs(
            TransformerGraphs.encoder(config, parameters.layout()),
            List.copyOf(TransformerGraphs.crossCaches(config).values()),
            parameters.views(),
            kernels));
  }

  private BatchEncoder(SpecialIds specials, GraphRunner runner) {
    this.specials = specials;
    this.runner = runner;
  }

  /**
   * Encodes sources.
   *
   * @param sources ids without special ids, at least one source
   */
  public Encoded run(List<int[]> sources) {
    int longest = sources.stream().mapToInt(source -> source.length).max().orElseThrow();
    int width = ShapeBuckets.encodedPositions(longest + 1);
    int slots = ShapeBuckets.encodedSentences(sources.size());
    int[] ids = new int[Math.multiplyExact(slots, width)];
    Arrays.fill(ids, specials.padding());
    int[] lengths = new int[slots];
    Arrays.fill(lengths, 1);
    for (int b = 0; b < sources.size(); b++) {
      int[] source = sources.get(b);
      System.arraycopy(source, 0, ids, b * width, source.length);
      ids[b * width + source.length] = specials.end();
      lengths[b] = source.length + 1;
    }
    ExecutionPlan plan =
        runner.plan(
            Map.of(
                "source_ids", new long[] {ids.length},
                "source_positions", new long[] {ids.length},
                "source_lengths", new long[] {slots}));
    plan.tensor("source_ids").set(ids);
    plan.tensor("source_positions").set(TeacherForcing.positions(slots, width));
    plan.tensor("source_lengths").set(lengths);
    runner.run(plan);
    return new Encoded(plan, slots, width, Arrays.stream(lengths).boxed().toList());
  }

  /** Native bytes that are used; may be asked for by any thread. */
  long memoryBytes() {
    return runner.memoryBytes();
  }

  /** Times kernels and compilations from now on. */
  void profile(PlanProfile profile) {
    runner.profile(profile);
  }

  /** Releases the memory. */
  @Override
  public void close() {
    runner.close();
  }
}
