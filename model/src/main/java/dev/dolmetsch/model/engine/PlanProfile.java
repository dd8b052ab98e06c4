package dev.dolmetsch.model.engine;

import dev.dolmetsch.model.ops.AttentionContext;
import dev.dolmetsch.model.ops.AttentionScores;
import dev.dolmetsch.model.ops.LabelSmoothedCrossEntropy;
import dev.dolmetsch.model.ops.Linear;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.nd4j.linalg.api.ops.DynamicCustomOp;

/**
 * How long the kernels of one worker's plans took, step by step, added up over runs and over
 * shapes, and how long the plans took to compile.
 *
 * <p>Belongs to one thread at a time.
 */
public final class PlanProfile {
  private static final Set<Class<?>> PRODUCTS =
      Set.of(
          Linear.class,
          Linear.Backward.class,
          AttentionScores.class,
          AttentionScores.Backward.class,
          AttentionContext.class,
          AttentionContext.Backward.class);

  /**
   * One step, over all runs.
   *
   * @param operation what it writes
   * @param kernel what computes it
   * @param shapes of its inputs and outputs in the last run
   * @param bytes that it reads and writes in the last run
   * @param backward whether it depends on the loss's gradient
   * @param product whether it is a matrix product
   * @param nanoseconds in all runs
   * @param runs how many
   */
  public record Line(
      String operation,
      String kernel,
      String shapes,
      long bytes,
      boolean backward,
      boolean product,
      long nanoseconds,
      long runs) {

    private Line plus(Line later) {
      return new Line(
          operation,
          kernel,
          later.shapes,
          later.bytes,
          backward,
          product,
          nanoseconds + later.nanoseconds,
          runs + later.runs);
    }
  }

  private final boolean timesKernels;
  private final Map<String, Line> lines = new LinkedHashMap<>();
  private final List<Long> compileNanoseconds = new ArrayList<>();

  /** An empty profile of kernels and compilations. */
  public PlanProfile() {
    this(true);
  }

  private PlanProfile(boolean timesKernels) {
    this.timesKernels = timesKernels;
  }

  /** An empty profile of compilations only, which does not slow the kernels. */
  public static PlanProfile ofCompilations() {
    return new PlanProfile(false);
  }

  boolean timesKernels() {
    return timesKernels;
  }

  void add(List<PlanLayout.Step> steps, List<OpCall> calls, long[] nanoseconds) {
    Set<String> gradients = new HashSet<>();
    for (int i = 0; i < nanoseconds.length; i++) {
      PlanLayout.Step step = steps.get(i);
      DynamicCustomOp op = step.op();
      boolean backward =
          op instanceof LabelSmoothedCrossEntropy.Backward
              || step.inputs().stream().anyMatch(gradients::contains);
      if (backward) {
        gradients.addAll(step.outputs());
      }
      Line line =
          new Line(
              step.outputs().get(0),
              op.opName(),
              shapes(calls.get(i)),
              bytes(calls.get(i)),
              backward,
              PRODUCTS.contains(op.getClass()),
              nanoseconds[i],
              1);
      lines.merge(line.kernel + " " + line.operation, line, Line::plus);
    }
  }

  void addCompilation(long nanoseconds) {
    compileNanoseconds.add(nanoseconds);
  }

  private static String shapes(OpCall call) {
    return join(call.inputs()) + " -> " + join(call.outputs());
  }

  private static String join(List<Tensor> tensors) {
    return tensors.stream()
        .map(
            tensor ->
                tensor.type().name().toLowerCase(Locale.ROOT)
                    + Arrays.toString(tensor.shape()).replace(" ", ""))
        .collect(Collectors.joining(" "));
  }

  private static long bytes(OpCall call) {
    long bytes = 0;
    for (List<Tensor> tensors : List.of(call.inputs(), call.outputs())) {
      for (Tensor tensor : tensors) {
        bytes += (long) tensor.length() * tensor.type().bytes();
      }
    }
    return bytes;
  }

  /** All steps, in the order in which they first ran. */
  public List<Line> lines() {
    return List.copyOf(lines.values());
  }

  /** Time in all kernels. */
  public long nanoseconds() {
    return lines.values().stream().mapToLong(Line::nanoseconds).sum();
  }

  /** Time in kernels that depend on the loss's gradient. */
  public long backwardNanoseconds() {
    return lines.values().stream().filter(Line::backward).mapToLong(Line::nanoseconds).sum();
  }

  /** Time in the other kernels. */
  public long forwardNanoseconds() {
    return nanoseconds() - backwardNanoseconds();
  }

  /** Time in kernels that are matrix products. */
  public long productNanoseconds() {
    return lines.values().stream().filter(Line::product).mapToLong(Line::nanoseconds).sum();
  }

  /** How many plans were compiled. */
  public int plansCompiled() {
    return compileNanoseconds.size();
  }

  /** How long each compilation took. */
  public List<Long> compileNanoseconds() {
    return List.copyOf(compileNanoseconds);
  }
}
