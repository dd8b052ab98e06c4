package dev.dolmetsch.model.engine.onednn;

import dev.dolmetsch.model.engine.CompositeKernel;
import dev.dolmetsch.model.engine.FreeList;
import dev.dolmetsch.model.engine.Kernel;
import dev.dolmetsch.model.engine.OpCall;
import dev.dolmetsch.model.engine.PlanGraph.Step;
import dev.dolmetsch.model.engine.PlanOp;
import dev.dolmetsch.model.engine.Tensor;
import dev.dolmetsch.model.engine.fusion.FusedOp;
import dev.dolmetsch.model.engine.fusion.FusedOp.InnerVariable;
import dev.dolmetsch.model.engine.onednn.AttentionKernels.Group;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.bytedeco.javacpp.Pointer;

/** The steps of a block of attention, for one group of sentences after the other. */
final class AttentionBlockKernel implements CompositeKernel {
  /** Each group's steps. */
  private final List<List<Kernel>> groups;

  private final List<Part> parts;

  @SuppressWarnings("unused") // Keeps the memory reachable.
  private final Pointer memory;

  private AttentionBlockKernel(List<List<Kernel>> groups, List<Part> parts, Pointer memory) {
    this.groups = List.copyOf(groups);
    this.parts = List.copyOf(parts);
    this.memory = memory;
  }

  /**
   * A block's kernel.
   *
   * @param memory has room for inner variables
   * @param factory makes the kernel of a step
   */
  static AttentionBlockKernel create(
      FusedOp.AttentionBlock block,
      OpCall call,
      BlockMemory memory,
      Function<OpCall, Kernel> factory) {
    int sentences = block.sentences();
    List<Group> groups =
        AttentionKernels.groups(sentences, places(block, sentences).highWater() / sentences);
    Pointer innerMemory = memory.require(places(block, groups.get(0).count()).highWater());
    List<List<Kernel>> kernels = new ArrayList<>();
    List<List<OpCall>> calls = new ArrayList<>();
    Map<Integer, Map<String, Tensor>> innerOfSizes = new HashMap<>();
    try {
      for (Group group : groups) {
        Map<String, Tensor> tensors =
            innerOfSizes.computeIfAbsent(group.count(), count -> inner(block, count, innerMemory));
        List<OpCall> ofGroup = calls(block, call, group, tensors);
        calls.add(ofGroup);
        List<Kernel> made = new ArrayList<>();
        kernels.add(made);
        ofGroup.forEach(step -> made.add(factory.apply(step)));
      }
    } catch (RuntimeException | Error e) {
      kernels.forEach(group -> group.forEach(Kernel::close));
      throw e;
    }
    return new AttentionBlockKernel(kernels, parts(block.steps(), calls), innerMemory);
  }

  private static List<Part> parts(List<Step> steps, List<List<OpCall>> calls) {
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      long bytes = 0;
      for (List<OpCall> ofGroup : calls) {
        bytes += ofGroup.get(i).bytes();
      }
      parts.add(new Part(steps.get(i).output(), calls.get(0).get(i), calls.size(), bytes));
    }
    return parts;
  }

  /** The steps' calls on some sentences. */
  private static List<OpCall> calls(
      FusedOp.AttentionBlock block, OpCall call, Group group, Map<String, Tensor> inner) {
    Map<String, Tensor> tensors = new HashMap<>(inner);
    addSlices(tensors, block.inputs(), call.inputs(), block.sentences(), group);
    addSlices(tensors, block.outputs(), call.outputs(), block.sentences(), group);
    List<OpCall> calls = new ArrayList<>();
    for (Step step : block.steps()) {
      calls.add(OpCall.of(ofGroup(step.op(), group.count()), step, tensors));
    }
    return calls;
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
      Group group) {
    for (int i = 0; i < names.size(); i++) {
      int perSentence = whole.get(i).extent(0) / sentences;
      tensors.put(
          names.get(i),
          whole.get(i).slice(group.first() * perSentence, group.count() * perSentence));
    }
  }

  private static Map<String, Tensor> inner(
      FusedOp.AttentionBlock block, int sentences, Pointer memory) {
    Map<String, Tensor> tensors = new HashMap<>();
    FreeList places = new FreeList();
    for (InnerVariable variable : block.inner()) {
      if (variable.isOwner()) {
        long place = places.take(bytes(variable, block, sentences));
        tensors.put(
            variable.name(),
            new Tensor(memory, place, variable.type(), shape(variable, block, sentences)));
      }
    }
    for (InnerVariable variable : block.inner()) {
      if (!variable.isOwner()) {
        Tensor owner = Objects.requireNonNull(tensors.get(variable.owner()), variable.owner());
        tensors.put(
            variable.name(),
            owner.columns(variable.column(), owner.extent(1), shape(variable, block, sentences)));
      }
    }
    return tensors;
  }

  private static long[] shape(InnerVariable variable, FusedOp.AttentionBlock block, int sentences) {
    long[] shape = new long[variable.shape().size()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = variable.shape().get(i);
    }
    shape[0] = shape[0] / block.sentences() * sentences;
    return shape;
  }

  /** The places of a block's inner variables. */
  private static FreeList places(FusedOp.AttentionBlock block, int sentences) {
    FreeList places = new FreeList();
    for (InnerVariable variable : block.inner()) {
      if (variable.isOwner()) {
        places.take(bytes(variable, block, sentences));
      }
    }
    return places;
  }

  private static long bytes(InnerVariable variable, FusedOp.AttentionBlock block, int sentences) {
    long bytes = variable.type().bytes();
    for (long extent : shape(variable, block, sentences)) {
      bytes = Math.multiplyExact(bytes, extent);
    }
    return bytes;
  }

  @Override
  public List<Part> parts() {
    return parts;
  }

  @Override
  public void run() {
    for (List<Kernel> group : groups) {
      for (Kernel step : group) {
        step.run();
      }
    }
  }

  @Override
  public void run(long[] nanoseconds, int from) {
    long before = System.nanoTime();
    for (List<Kernel> group : groups) {
      for (int step = 0; step < group.size(); step++) {
        group.get(step).run();
        long after = System.nanoTime();
        nanoseconds[from + step] += after - before;
        before = after;
      }
    }
  }

  @Override
  public void close() {
    groups.forEach(group -> group.forEach(Kernel::close));
  }
}
