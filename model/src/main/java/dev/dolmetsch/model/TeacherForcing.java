package dev.dolmetsch.model;

import dev.dolmetsch.data.batch.TokenBatch;
import dev.dolmetsch.model.engine.ExecutionPlan;
import java.util.LinkedHashMap;
import java.util.Map;

/** How a batch of sentence pairs goes into the graphs that see whole targets. */
public final class TeacherForcing {
  private TeacherForcing() {}

  /** Shapes of the inputs; those of dropout are among them, though not every graph has it. */
  public static Map<String, long[]> shapes(TokenBatch batch) {
    long sentences = batch.sentences();
    long sourceRows = sentences * batch.sourceWidth();
    long targetRows = sentences * batch.targetWidth();
    Map<String, long[]> shapes = new LinkedHashMap<>();
    shapes.put("source_ids", new long[] {sourceRows});
    shapes.put("source_positions", new long[] {sourceRows});
    shapes.put("source_lengths", new long[] {sentences});
    shapes.put("target_ids", new long[] {targetRows});
    shapes.put("target_positions", new long[] {targetRows});
    shapes.put("target_lengths", new long[] {sentences});
    shapes.put("labels", new long[] {targetRows});
    shapes.put("dropout_seed", new long[] {2});
    shapes.put("sentence_numbers", new long[] {sentences});
    return shapes;
  }

  /** Fills a plan's inputs, all but {@code labels} and those of dropout. */
  public static void fill(ExecutionPlan plan, TokenBatch batch) {
    int sentences = batch.sentences();
    plan.tensor("source_ids").set(batch.sourceIds());
    plan.tensor("source_positions").set(positions(sentences, batch.sourceWidth()));
    plan.tensor("source_lengths").set(batch.sourceLengths());
    plan.tensor("target_ids").set(batch.decoderInput());
    plan.tensor("target_positions").set(positions(sentences, batch.targetWidth()));
    plan.tensor("target_lengths").set(batch.targetLengths());
  }

  /** 0 … width − 1 for each sentence: [B·width]. */
  public static int[] positions(int sentences, int width) {
    int[] positions = new int[sentences * width];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = i % width;
    }
    return positions;
  }
}
