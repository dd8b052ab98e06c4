package dev.dolmetsch.model.engine;

import dev.dolmetsch.model.ops.LabelSmoothedCrossEntropy;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * How long the kernels of one worker's plans took, step by step, added up over runs and over
 * shapes, and how long the plans took to compile.
 *
 * <p>Belongs to one thread at a time.
 */
public final class PlanProfile {
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

  /**
   * How long a plan took to compile.
   *
   * @param nanoseconds that passed
   * @param computing nanoseconds in which the thread had a core; the others go to other workers,
   *     the virtual machine's compiler and its garbage collector
   */
  public record Compilation(long nanoseconds, long computing) {}

  /**
   * A step of a plan, or of a composite kernel.
   *
   * @param part what it writes, and its call or calls
   * @param backward whether it depends on the loss's gradient
   */
  record Step(CompositeKernel.Part part, boolean backward) {}

  private final Map<String, Line> lines = new LinkedHashMap<>();
  private final List<Compilation> compilations = new ArrayList<>();

  private final boolean timesKernels;

  private PlanProfile(boolean timesKernels) {
    this.timesKernels = timesKernels;
  }

  /** An empty profile of kernels and compilations. */
  public PlanProfile() {
    this(true);
  }

  /** An empty profile of compilations alone, which leaves the runs as fast as they are. */
  public static PlanProfile ofCompilations() {
    return new PlanProfile(false);
  }

  boolean timesKernels() {
    return timesKernels;
  }

  /** The steps of a plan, as {@link #add} wants them. */
  static List<Step> steps(PlanGraph graph, List<OpCall> calls, List<Kernel> kernels) {
    List<PlanGraph.Step> steps = graph.steps();
    Set<String> gradients = new HashSet<>();
    List<Step> profiled = new ArrayList<>(steps.size());
    for (int i = 0; i < steps.size(); i++) {
      PlanGraph.Step step = steps.get(i);
      boolean backward = isLossGradient(step.op());
      for (String input : step.inputs()) {
        backward |= gradients.contains(graph.ownerOf(input));
      }
      if (backward) {
        for (String output : step.outputs()) {
          gradients.add(graph.ownerOf(output));
        }
      }
      OpCall call = calls.get(i);
      List<CompositeKernel.Part> parts =
          kernels.get(i) instanceof CompositeKernel composite
              ? composite.parts()
              : List.of(new CompositeKernel.Part(step.output(), call, 1, call.bytes()));
      for (CompositeKernel.Part part : parts) {
        profiled.add(new Step(part, backward));
      }
    }
    return List.copyOf(profiled);
  }

  /** Adds a run of a plan. */
  void add(List<Step> steps, long[] nanoseconds) {
    for (int i = 0; i < nanoseconds.length; i++) {
      Step step = steps.get(i);
      CompositeKernel.Part part = step.part;
      PlanOp op = part.call().op();
      Line line =
          new Line(
              part.operation(),
              op.label(),
              shapes(part),
              part.bytes(),
              step.backward,
              op.isProduct(),
              nanoseconds[i],
              1);
      lines.merge(line.kernel + " " + line.operation, line, Line::plus);
    }
  }

  /** Times the compilation of a plan. */
  ExecutionPlan timed(Supplier<ExecutionPlan> compilation) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long before = System.nanoTime();
    long computedBefore = threads.getCurrentThreadCpuTime();
    ExecutionPlan plan = compilation.get();
    compilations.add(
        new Compilation(
            System.nanoTime() - before, threads.getCurrentThreadCpuTime() - computedBefore));
    return plan;
  }

  private static boolean isLossGradient(PlanOp op) {
    return op instanceof LossGradient
        || (op instanceof GraphOperation graph
            && graph.op() instanceof LabelSmoothedCrossEntropy.Backward);
  }

  /** Marks fused operations that compute the loss's gradient. */
  public interface LossGradient {}

  private static String shapes(CompositeKernel.Part part) {
    String calls = part.calls() == 1 ? "" : part.calls() + " calls, the first: ";
    return calls + join(part.call().inputs()) + " -> " + join(part.call().outputs());
  }

  private static String join(List<Tensor> tensors) {
    return tensors.stream()
        .map(tensor -> name(tensor.type()) + Arrays.toString(tensor.shape()).replace(" ", ""))
        .collect(Collectors.joining(" "));
  }

  private static String name(ElementType type) {
    return switch (type) {
      case FLOAT32 -> "f32";
      case BFLOAT16 -> "bf16";
      case INT32 -> "i32";
      case INT8 -> "i8";
    };
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

  /** How long each plan took to compile. */
  public List<Compilation> compilations() {
    return List.copyOf(compilations);
  }
}
