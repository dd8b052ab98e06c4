package dev.dolmetsch.model.engine.onednn;

import dev.dolmetsch.model.engine.CompositeKernel;
import dev.dolmetsch.model.engine.ElementType;
import dev.dolmetsch.model.engine.Kernel;
import dev.dolmetsch.model.engine.OpCall;
import dev.dolmetsch.model.engine.PlanGraph.Step;
import dev.dolmetsch.model.engine.PlanOp;
import dev.dolmetsch.model.engine.Tensor;
import dev.dolmetsch.model.engine.fusion.FusedOp;
import dev.dolmetsch.model.engine.fusion.FusedOp.InnerVariable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The steps of a block of attention, for one group of sentences after the other. */
final class AttentionBlockKernel implements CompositeKernel {
  private final Kernel[][] groups;
  private final List<Part> parts;

  private AttentionBlockKernel(Kernel[][] groups, List<Part> parts) {
    this.groups = groups;
    this.parts = List.copyOf(parts);
  }

  /**
   * A block's kernel.
   *
   * @param memory what all blocks of a worker have their inner variables in
   * @param kernels makes the kernel of a step
   */
  static AttentionBlockKernel create(
      FusedOp.AttentionBlock block,
      OpCall call,
      BlockMemory memory,
      Function<OpCall, Kernel> kernels) {
    int sentences = block.sentences();
    List<AttentionKernels.Group> groups =
        AttentionKernels.groups(sentences, bytes(block.inner()) / sentences);
    Map<Integer, Map<String, Tensor>> inner = new HashMap<>();
    List<Part> parts = new ArrayList<>();
    Kernel[][] steps = new Kernel[groups.size()][block.steps().size()];
    for (int g = 0; g < steps.length; g++) {
      AttentionKernels.Group group = groups.get(g);
      Map<String, Tensor> tensors =
          new HashMap<>(inner.computeIfAbsent(group.count(), n -> inner(block, n, memory)));
      addSlices(tensors, block.inputs(), call.inputs(), sentences, group);
      addSlices(tensors, block.outputs(), call.outputs(), sentences, group);
      for (int s = 0; s < steps[g].length; s++) {
        Step step = block.steps().get(s);
        OpCall part =
            new OpCall(
                ofGroup(step.op(), group.count()),
                step.inputs().stream().map(tensors::get).toList(),
                step.outputs().stream().map(tensors::get).toList());
        steps[g][s] = kernels.apply(part);
        if (g == 0) {
          parts.add(new Part(step.output(), part, steps.length));
        }
      }
    }
    return new AttentionBlockKernel(steps, parts);
  }

  private static PlanOp ofGroup(PlanOp op, int sentences) {
    if (op instanceof FusedOp.PadPositions) {
      return new FusedOp.PadPositions(sentences);
    }
    return op instanceof FusedOp.CutPositions ? new FusedOp.CutPositions(sentences) : op;
  }

  private static void addSlices(
      Map<String, Tensor> tensors,
      List<String> names,
      List<Tensor> whole,
      int sentences,
      AttentionKernels.Group group) {
    for (int i = 0; i < names.size(); i++) {
      int perSentence = whole.get(i).extent(0) / sentences;
      tensors.put(
          names.get(i),
          whole.get(i).slice(group.first() * perSentence, group.count() * perSentence));
    }
  }

  private static Map<String, Tensor> inner(
      FusedOp.AttentionBlock block, int sentences, BlockMemory memory) {
    Map<String, Tensor> tensors = new HashMap<>();
    long bytes = bytes(block.inner()) / block.sentences() * sentences;
    Tensor all = memory.require(bytes + (long) block.inner().size() * BlockMemory.ALIGNMENT);
    long next = 0;
    for (InnerVariable variable : block.inner()) {
      if (variable.isOwner()) {
        Tensor tensor =
            all.at(next, variable.type(), shape(variable, block.sentences(), sentences));
        tensors.put(variable.name(), tensor);
        next = BlockMemory.aligned(next + (long) tensor.length() * variable.type().bytes());
      }
    }
    for (InnerVariable variable : block.inner()) {
      Tensor owner = tensors.get(variable.owner());
      if (!variable.isOwner() && owner != null) {
        tensors.put(
            variable.name(),
            owner.columns(
                variable.column(), owner.extent(1), shape(variable, block.sentences(), sentences)));
      }
    }
    return tensors;
  }

  private static long[] shape(InnerVariable variable, int all, int sentences) {
    long[] shape = variable.shape().stream().mapToLong(Long::longValue).toArray();
    shape[0] = shape[0] / all * sentences;
    return shape;
  }

  private static long bytes(List<InnerVariable> variables) {
    long bytes = 0;
    for (InnerVariable variable : variables) {
      if (variable.isOwner()) {
        long length = variable.shape().stream().reduce(1L, (a, b) -> a * b);
        bytes += length * variable.type().bytes();
      }
    }
    return bytes;
  }

  @Override
  public List<Part> parts() {
    return parts;
  }

  @Override
  public void run() {
    for (Kernel[] group : groups) {
      for (Kernel step : group) {
        step.run();
      }
    }
  }

  @Override
  public void run(long[] nanoseconds, int from) {
    long before = System.nanoTime();
    for (Kernel[] group : groups) {
      for (int step = 0; step < group.length; step++) {
        group[step].run();
        long after = System.nanoTime();
        nanoseconds[from + step] += after - before;
        before = after;
      }
    }
  }

  @Override
  public void close() {
    for (Kernel[] group : groups) {
      for (Kernel step : group) {
        step.close();
      }
    }
  }

  /** Memory of a worker's blocks, of which one runs at a time. */
  static final class BlockMemory {
    private static final int ALIGNMENT = 64;

    private Tensor memory = Tensor.allocate(ElementType.INT8, 1);

    /** So many bytes; kernels that were made before keep what they were given. */
    private Tensor require(long bytes) {
      if (memory.length() < bytes) {
        memory = Tensor.allocate(ElementType.INT8, bytes);
      }
      return memory;
    }

    private static long aligned(long bytes) {
      return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
  }
}
