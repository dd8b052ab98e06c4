package dev.dolmetsch.model.engine.fusion;

import dev.dolmetsch.model.engine.PlanGraph;
import dev.dolmetsch.model.engine.PlanGraph.Step;
import dev.dolmetsch.model.ops.AttentionContext;
import dev.dolmetsch.model.ops.SoftmaxWeights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes one step of each attention's scores, weights and context, with the copies to and from
 * padded sentences, and one of their gradients. Its kernel goes through them for a few sentences at
 * a time, and so most of what they write never leaves the cache. Padded queries, keys and values
 * are not kept for the gradients, but made again.
 */
public final class AttentionBlocks {
  private static final String AGAIN = ".again";

  private final PlanGraph graph;
  private final Map<String, Step> producers;
  private final Map<String, List<Step>> consumers;

  private AttentionBlocks(PlanGraph graph) {
    this.graph = graph;
    this.producers = graph.producers();
    this.consumers = graph.consumers();
  }

  /** Makes blocks of all padded attention (see {@link PaddedAttention}) whose types are chosen. */
  public static void form(PlanGraph graph) {
    for (Step step : graph.steps()) {
      if (step.op() instanceof FusedOp.MaskedScores
          || Fusion.is(step, AttentionContext.Backward.class)) {
        // Each block changes the steps, and with them who reads what.
        new AttentionBlocks(graph).formAt(step);
      }
    }
    removeUnreadCopies(graph);
  }

  private void formAt(Step first) {
    List<Step> core = core(first);
    Set<String> written = ownersWritten(core);
    List<Step> all = graph.steps();
    int begin = all.indexOf(first);
    int end = all.indexOf(core.get(core.size() - 1));
    for (Step between : all.subList(begin, end)) {
      if (!core.contains(between)
          && between.inputs().stream().map(graph::ownerOf).anyMatch(written::contains)) {
        return; // Somebody needs a part of it earlier than the whole is done.
      }
    }
    List<Step> cuts = cuts(core, written);
    Set<Step> replaced = new HashSet<>(core);
    replaced.addAll(cuts);
    Step block = block(core, cuts, replaced);
    List<Step> steps = new ArrayList<>();
    for (Step step : all) {
      if (step == core.get(core.size() - 1)) {
        steps.add(block);
      } else if (!replaced.contains(step)) {
        steps.add(step);
      }
    }
    graph.setSteps(steps);
  }

  /** A first step and those that read its scores or weights, or their gradients, one by one. */
  private List<Step> core(Step first) {
    boolean backward = !(first.op() instanceof FusedOp.MaskedScores);
    List<Step> core = new ArrayList<>(List.of(first));
    Set<String> scores = new HashSet<>(fourAxes(first.outputs()));
    List<Step> all = graph.steps();
    for (Step step : all.subList(all.indexOf(first) + 1, all.size())) {
      if (belongs(step, backward) && step.inputs().stream().anyMatch(scores::contains)) {
        core.add(step);
        scores.addAll(fourAxes(step.outputs()));
      }
    }
    return core;
  }

  private static boolean belongs(Step step, boolean backward) {
    if (step.op() instanceof FusedOp.ApplyMask) {
      return true;
    }
    return backward
        ? Fusion.is(step, SoftmaxWeights.Backward.class)
            || step.op() instanceof FusedOp.MaskedScoresBackward
        : Fusion.is(step, SoftmaxWeights.class) || Fusion.is(step, AttentionContext.class);
  }

  private List<String> fourAxes(List<String> names) {
    return names.stream().filter(name -> graph.shape(name).length == 4).toList();
  }

  private Set<String> ownersWritten(List<Step> steps) {
    Set<String> owners = new HashSet<>();
    for (Step step : steps) {
      step.outputs().forEach(name -> owners.add(graph.ownerOf(name)));
    }
    return owners;
  }

  /** What copies results back of which these steps write all columns. */
  private List<Step> cuts(List<Step> core, Set<String> written) {
    Set<String> writtenByOthers = new HashSet<>();
    producers.forEach(
        (name, step) -> {
          if (!core.contains(step)) {
            writtenByOthers.add(graph.ownerOf(name));
          }
        });
    List<Step> cuts = new ArrayList<>();
    for (String owner : written) {
      for (Step reader : consumers.getOrDefault(owner, List.of())) {
        if (reader.op() instanceof FusedOp.CutPositions && !writtenByOthers.contains(owner)) {
          cuts.add(reader);
        }
      }
    }
    cuts.sort(Comparator.comparingInt(graph.steps()::indexOf));
    return cuts;
  }

  private Step block(List<Step> core, List<Step> cuts, Set<Step> replaced) {
    long sentences = graph.shape(fourAxes(core.get(0).outputs()).get(0))[0];
    Map<String, String> copies = new HashMap<>();
    List<Step> steps = new ArrayList<>();
    List<Step> rewritten = new ArrayList<>();
    for (Step step : core) {
      List<String> inputs =
          step.inputs().stream().map(name -> copied(name, copies, steps)).toList();
      rewritten.add(new Step(step.op(), inputs, step.outputs()));
    }
    steps.addAll(rewritten);
    steps.addAll(cuts);

    Set<String> written = ownersWritten(steps);
    Set<String> readByOthers = new HashSet<>();
    for (Step step : graph.steps()) {
      if (!replaced.contains(step)) {
        step.inputs().forEach(name -> readByOthers.add(graph.ownerOf(name)));
      }
    }
    Set<String> inputs = new LinkedHashSet<>();
    Set<String> outputs = new LinkedHashSet<>();
    Set<String> inner = new LinkedHashSet<>();
    for (Step step : steps) {
      for (String name : step.inputs()) {
        if (!written.contains(graph.ownerOf(name))) {
          inputs.add(name);
        } else if (!isReadLater(graph.ownerOf(name), readByOthers)) {
          inner.add(graph.ownerOf(name));
          inner.add(name);
        }
      }
      for (String name : step.outputs()) {
        if (isReadLater(graph.ownerOf(name), readByOthers)) {
          outputs.add(name);
        } else {
          inner.add(graph.ownerOf(name));
          inner.add(name);
        }
      }
    }
    FusedOp op =
        new FusedOp.AttentionBlock(
            (int) sentences,
            steps,
            List.copyOf(inputs),
            List.copyOf(outputs),
            inner.stream().map(this::innerVariable).toList());
    return new Step(op, List.copyOf(inputs), List.copyOf(outputs));
  }

  private boolean isReadLater(String owner, Set<String> readByOthers) {
    return readByOthers.contains(owner) || graph.isKept(owner);
  }

  private FusedOp.InnerVariable innerVariable(String name) {
    List<Long> shape = Arrays.stream(graph.shape(name)).boxed().toList();
    return new FusedOp.InnerVariable(
        name, graph.type(name), shape, graph.ownerOf(name), graph.columnOf(name));
  }

  /** An input; where it is a padded copy, one that the block makes for itself. */
  private String copied(String name, Map<String, String> copies, List<Step> steps) {
    String owner = graph.ownerOf(name);
    Step producer = producers.get(owner);
    if (producer == null || !(producer.op() instanceof FusedOp.PadPositions)) {
      return name;
    }
    String copy = copies.get(owner);
    if (copy == null) {
      copy = unusedName(owner);
      graph.newVariable(copy, graph.type(owner), graph.shape(owner));
      steps.add(new Step(producer.op(), producer.inputs(), List.of(copy)));
      copies.put(owner, copy);
    }
    if (name.equals(owner)) {
      return copy;
    }
    String view = copies.get(name);
    if (view == null) {
      view = unusedName(name);
      graph.newVariable(view, graph.type(name), graph.shape(name));
      graph.makeColumns(view, copy, graph.columnOf(name));
      copies.put(name, view);
    }
    return view;
  }

  private String unusedName(String name) {
    String unused = name + AGAIN;
    while (graph.has(unused)) {
      unused += AGAIN;
    }
    return unused;
  }

  private static void removeUnreadCopies(PlanGraph graph) {
    Set<String> read = new HashSet<>();
    for (Step step : graph.steps()) {
      step.inputs().forEach(name -> read.add(graph.ownerOf(name)));
    }
    List<Step> steps = new ArrayList<>(graph.steps());
    steps.removeIf(
        step -> step.op() instanceof FusedOp.PadPositions && !read.contains(step.output()));
    graph.setSteps(steps);
  }
}
