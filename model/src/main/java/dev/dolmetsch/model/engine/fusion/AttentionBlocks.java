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
  private final List<Step> steps;
  private final Map<String, Step> producers;

  /** The steps that read each owner of memory. */
  private final Map<String, List<Step>> readers = new HashMap<>();

  /** The steps that write each owner of memory. */
  private final Map<String, List<Step>> writers = new HashMap<>();

  private final Map<Step, Integer> positions = new HashMap<>();

  /** Blocks by the step in whose place they stand. */
  private final Map<Step, Step> blocks = new HashMap<>();

  private final Set<Step> replaced = new HashSet<>();

  private AttentionBlocks(PlanGraph graph) {
    this.graph = graph;
    this.steps = graph.steps();
    this.producers = graph.producers();
    for (Step step : steps) {
      positions.put(step, positions.size());
      addByOwner(readers, step, step.inputs());
      addByOwner(writers, step, step.outputs());
    }
  }

  private void addByOwner(Map<String, List<Step>> steps, Step step, List<String> names) {
    for (String name : names) {
      List<Step> ofOwner = steps.computeIfAbsent(graph.ownerOf(name), owner -> new ArrayList<>());
      if (ofOwner.isEmpty() || ofOwner.get(ofOwner.size() - 1) != step) {
        ofOwner.add(step);
      }
    }
  }

  /** Makes blocks of all padded attention (see {@link PaddedAttention}) whose types are chosen. */
  public static void form(PlanGraph graph) {
    new AttentionBlocks(graph).form();
  }

  private void form() {
    for (Step step : steps) {
      if (step.op() instanceof FusedOp.MaskedScores
          || Fusion.is(step, AttentionContext.Backward.class)) {
        formAt(step);
      }
    }
    List<Step> formed = new ArrayList<>();
    for (Step step : steps) {
      Step block = blocks.get(step);
      if (block != null) {
        formed.add(block);
      } else if (!replaced.contains(step)) {
        formed.add(step);
      }
    }
    graph.setSteps(withoutUnreadCopies(formed));
  }

  private void formAt(Step first) {
    List<Step> core = core(first);
    Step last = core.get(core.size() - 1);
    Set<String> written = ownersWritten(core);
    for (String owner : written) {
      for (Step reader : readers.getOrDefault(owner, List.of())) {
        if (!core.contains(reader) && position(reader) < position(last)) {
          return; // Somebody needs a part of it earlier than the whole is done.
        }
      }
    }
    List<Step> cuts = cuts(core, written);
    blocks.put(last, block(core, cuts));
    replaced.addAll(core);
    replaced.addAll(cuts);
  }

  private int position(Step step) {
    return positions.getOrDefault(step, -1);
  }

  /** A first step and those that read its scores or weights, or their gradients, one by one. */
  private List<Step> core(Step first) {
    boolean backward = !(first.op() instanceof FusedOp.MaskedScores);
    Set<Step> core = new LinkedHashSet<>(List.of(first));
    List<Step> open = new ArrayList<>(core);
    while (!open.isEmpty()) {
      Step step = open.remove(open.size() - 1);
      for (String name : fourAxes(step.outputs())) {
        for (Step reader : readers.getOrDefault(name, List.of())) {
          if (belongs(reader, backward) && core.add(reader)) {
            open.add(reader);
          }
        }
      }
    }
    return core.stream().sorted(Comparator.comparingInt(this::position)).toList();
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
    return written.stream()
        .filter(owner -> core.containsAll(writers.getOrDefault(owner, List.of())))
        .flatMap(owner -> readers.getOrDefault(owner, List.of()).stream())
        .filter(reader -> reader.op() instanceof FusedOp.CutPositions)
        .sorted(Comparator.comparingInt(this::position))
        .toList();
  }

  private Step block(List<Step> core, List<Step> cuts) {
    long sentences = graph.shape(fourAxes(core.get(0).outputs()).get(0))[0];
    Map<String, String> copies = new HashMap<>();
    List<Step> pads = new ArrayList<>();
    List<Step> inside = new ArrayList<>();
    for (Step step : core) {
      List<String> inputs = step.inputs().stream().map(name -> copied(name, copies, pads)).toList();
      inside.add(new Step(step.op(), inputs, step.outputs()));
    }
    inside.addAll(0, pads);
    inside.addAll(cuts);

    Set<Step> originals = new HashSet<>(core);
    originals.addAll(cuts);
    Set<String> written = ownersWritten(inside);
    Set<String> inputs = new LinkedHashSet<>();
    Set<String> outputs = new LinkedHashSet<>();
    Set<String> inner = new LinkedHashSet<>();
    for (Step step : inside) {
      for (String name : step.inputs()) {
        if (!written.contains(graph.ownerOf(name))) {
          inputs.add(name);
        } else if (!isReadByOthers(graph.ownerOf(name), originals)) {
          inner.add(graph.ownerOf(name));
          inner.add(name);
        }
      }
      for (String name : step.outputs()) {
        if (isReadByOthers(graph.ownerOf(name), originals)) {
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
            inside,
            List.copyOf(inputs),
            List.copyOf(outputs),
            inner.stream().map(this::innerVariable).toList());
    return new Step(op, List.copyOf(inputs), List.copyOf(outputs));
  }

  private boolean isReadByOthers(String owner, Set<Step> originals) {
    return graph.isKept(owner) || !originals.containsAll(readers.getOrDefault(owner, List.of()));
  }

  private FusedOp.InnerVariable innerVariable(String name) {
    List<Long> shape = Arrays.stream(graph.shape(name)).boxed().toList();
    return new FusedOp.InnerVariable(
        name, graph.type(name), shape, graph.ownerOf(name), graph.columnOf(name));
  }

  /** An input; where it is a padded copy, one that the block makes for itself. */
  private String copied(String name, Map<String, String> copies, List<Step> pads) {
    String owner = graph.ownerOf(name);
    Step producer = producers.get(owner);
    if (producer == null || !(producer.op() instanceof FusedOp.PadPositions)) {
      return name;
    }
    String copy = copies.get(owner);
    if (copy == null) {
      copy = unusedName(owner);
      graph.newVariable(copy, graph.type(owner), graph.shape(owner));
      pads.add(new Step(producer.op(), producer.inputs(), List.of(copy)));
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

  private List<Step> withoutUnreadCopies(List<Step> formed) {
    Set<String> read = new HashSet<>();
    for (Step step : formed) {
      step.inputs().forEach(name -> read.add(graph.ownerOf(name)));
    }
    return formed.stream()
        .filter(
            step -> !(step.op() instanceof FusedOp.PadPositions) || read.contains(step.output()))
        .toList();
  }
}
