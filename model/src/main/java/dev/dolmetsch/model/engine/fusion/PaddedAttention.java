package dev.dolmetsch.model.engine.fusion;

import dev.dolmetsch.model.engine.ElementType;
import dev.dolmetsch.model.engine.PlanGraph;
import dev.dolmetsch.model.engine.PlanGraph.Step;
import dev.dolmetsch.model.ops.AttentionContext;
import dev.dolmetsch.model.ops.SoftmaxWeights;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Rounds the lengths that attention sees up to whole buckets, so that few shapes of products serve
 * all batches: queries, keys and values are copied to sentences of a bucket's length, and the
 * context and the gradients back. Rows behind a sentence's last are zero, and their keys hidden, so
 * they add nothing.
 */
public final class PaddedAttention {
  private final PlanGraph graph;
  private final int bucket;
  private final Map<String, Step> producers;
  private final Map<String, String> padded = new HashMap<>();

  /** Padded results by the variable that they must be copied back to. */
  private final Map<String, Result> results = new HashMap<>();

  /** A matrix whose sentences have been padded. */
  private record Result(String name, int sentences) {}

  private final List<Step> steps = new ArrayList<>();

  private PaddedAttention(PlanGraph graph, int bucket) {
    this.graph = graph;
    this.bucket = bucket;
    this.producers = graph.producers();
  }

  /**
   * Pads all attention of a fused plan, unless some of its scores or weights are given or must be
   * kept.
   *
   * @param bucket positions that lengths are rounded up to a multiple of
   * @return whether that was done
   */
  public static boolean pad(PlanGraph graph, int bucket) {
    Set<String> scores = new HashSet<>();
    Set<String> computed = graph.producers().keySet();
    for (Step step : graph.steps()) {
      for (List<String> names : List.of(step.inputs(), step.outputs())) {
        for (String name : names) {
          if (graph.shape(name).length == 4) {
            if (graph.isKept(name) || !computed.contains(name) || !isKnown(step)) {
              return false;
            }
            scores.add(name);
          }
        }
      }
    }
    new PaddedAttention(graph, bucket).rewrite(scores);
    return true;
  }

  private static boolean isKnown(Step step) {
    return isProduct(step)
        || Fusion.is(step, SoftmaxWeights.class)
        || Fusion.is(step, SoftmaxWeights.Backward.class)
        || step.op() instanceof FusedOp.VisibleKeys
        || step.op() instanceof FusedOp.DrawMask
        || step.op() instanceof FusedOp.ApplyMask;
  }

  private static boolean isProduct(Step step) {
    return Fusion.is(step, AttentionContext.class)
        || Fusion.is(step, AttentionContext.Backward.class)
        || step.op() instanceof FusedOp.MaskedScores
        || step.op() instanceof FusedOp.MaskedScoresBackward;
  }

  private void rewrite(Set<String> scores) {
    Map<String, long[]> lengths = new HashMap<>();
    for (String name : scores) {
      long[] shape = graph.shape(name);
      lengths.put(name, shape.clone());
      shape[2] = shape[2] == 1 && isMask(name) ? 1 : roundedUp(shape[2]);
      shape[3] = roundedUp(shape[3]);
      graph.setShape(name, shape);
    }
    for (Step step : graph.steps()) {
      copyResultsBack(step);
      steps.add(isProduct(step) ? padded(step, lengths) : step);
    }
    steps.removeIf(step -> step.op() instanceof FusedOp.VisibleKeys && !isRead(step.output()));
    graph.setSteps(steps);
  }

  private boolean isRead(String name) {
    return steps.stream().anyMatch(step -> step.inputs().contains(name));
  }

  private long roundedUp(long length) {
    return (length + bucket - 1) / bucket * bucket;
  }

  /** Before a step reads what attention computed, it is copied to where the step expects it. */
  private void copyResultsBack(Step step) {
    for (String input : step.inputs()) {
      Result result = results.remove(input);
      if (result != null) {
        steps.add(
            new Step(
                new FusedOp.CutPositions(result.sentences), List.of(result.name), List.of(input)));
      }
    }
  }

  private Step padded(Step step, Map<String, long[]> lengths) {
    String scores =
        java.util.stream.Stream.concat(step.inputs().stream(), step.outputs().stream())
            .filter(lengths::containsKey)
            .filter(name -> !isMask(name))
            .findFirst()
            .orElseThrow();
    long[] shape = Objects.requireNonNull(lengths.get(scores)); // [B, H, T, S]
    List<String> inputs = new ArrayList<>();
    for (int i = 0; i < step.inputs().size(); i++) {
      String name = step.input(i);
      if (!lengths.containsKey(name)) {
        inputs.add(paddedInput(name, shape[0], shape[axis(step, i)]));
      } else if (isMask(step, i)) {
        inputs.add(maskOfAllQueries(name, graph.shape(step.output())[2]));
      } else {
        inputs.add(name);
      }
    }
    List<String> outputs = new ArrayList<>();
    for (int i = 0; i < step.outputs().size(); i++) {
      String name = step.outputs().get(i);
      outputs.add(
          lengths.containsKey(name)
              ? name
              : paddedOutput(name, shape[0], shape[outputAxis(step, i)]));
    }
    return new Step(step.op(), inputs, outputs);
  }

  /** The axis of the scores that an input's rows are the positions of: 2 queries, 3 keys. */
  private static int axis(Step step, int input) {
    if (step.op() instanceof FusedOp.MaskedScores) {
      return input == 0 ? 2 : 3;
    }
    if (step.op() instanceof FusedOp.MaskedScoresBackward) {
      return input == 1 ? 2 : 3;
    }
    return Fusion.is(step, AttentionContext.Backward.class) && input == 0 ? 2 : 3;
  }

  /** Whether a variable says which keys may be seen: one row may do for all queries. */
  private boolean isMask(String name) {
    Step producer = producers.get(name);
    return producer != null && producer.op() instanceof FusedOp.VisibleKeys;
  }

  private static boolean isMask(Step step, int input) {
    return step.op() instanceof FusedOp.MaskedScores && input == 2;
  }

  /**
   * The keys that may be seen, repeated for each query where all see the same: oneDNN's products
   * add a row to each of theirs half as fast as a matrix. As many queries as keys, as in
   * self-attention, and another number, as between encoder and decoder, make two variables.
   */
  private String maskOfAllQueries(String mask, long queries) {
    long[] shape = graph.shape(mask);
    Step producer = producers.get(mask);
    if (shape[2] == queries || producer == null) {
      return mask;
    }
    String repeated = mask + (queries == shape[3] ? ".square" : ".oblong");
    if (graph.has(repeated) && graph.shape(repeated)[2] != queries) {
      repeated += "." + queries;
    }
    if (!graph.has(repeated)) {
      graph.newVariable(repeated, ElementType.FLOAT32, shape[0], shape[1], queries, shape[3]);
      steps.add(new Step(producer.op(), producer.inputs(), List.of(repeated)));
    }
    return repeated;
  }

  private static int outputAxis(Step step, int output) {
    if (step.op() instanceof FusedOp.MaskedScoresBackward) {
      return output == 0 ? 2 : 3;
    }
    return Fusion.is(step, AttentionContext.class) ? 2 : 3;
  }

  private String paddedInput(String name, long sentences, long length) {
    if (roundedUp(length) == length) {
      return name;
    }
    String owner = graph.ownerOf(name);
    String copy = padded.get(owner);
    if (copy == null) {
      copy = newPadded(owner, sentences, length);
      padded.put(owner, copy);
      steps.add(new Step(new FusedOp.PadPositions((int) sentences), List.of(owner), List.of(copy)));
    }
    return columns(name, owner, copy);
  }

  private String paddedOutput(String name, long sentences, long length) {
    if (roundedUp(length) == length) {
      return name;
    }
    String owner = graph.ownerOf(name);
    Result result =
        results.computeIfAbsent(
            owner, matrix -> new Result(newPadded(matrix, sentences, length), (int) sentences));
    return columns(name, owner, result.name);
  }

  private String newPadded(String name, long sentences, long length) {
    return graph.newVariable(
        name + ".padded", ElementType.FLOAT32, sentences * roundedUp(length), graph.shape(name)[1]);
  }

  /** The columns of a padded matrix that a variable is in the matrix as it was. */
  private String columns(String name, String owner, String copy) {
    if (name.equals(owner)) {
      return copy;
    }
    String view = name + ".padded";
    if (!graph.has(view)) {
      graph.newVariable(view, ElementType.FLOAT32, graph.shape(copy)[0], graph.shape(name)[1]);
      graph.makeColumns(view, copy, graph.columnOf(name));
    }
    return view;
  }
}
