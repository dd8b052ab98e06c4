package dev.dolmetsch.model.engine;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where every variable of a plan lies, in one of two blocks of memory: that of the inputs, each
 * with a place of its own, or that of what a run computes, where variables that are never alive at
 * the same time share their place.
 *
 * @param places of the variables that have any; what no step uses, as fusion has made it
 *     superfluous, has none
 * @param inputBytes size of the inputs' block
 * @param computedBytes size of the other
 */
record PlanLayout(Map<String, Place> places, long inputBytes, long computedBytes) {
  /**
   * Where a variable lies.
   *
   * @param owner the variable whose memory this one shares; itself, if it has memory of its own
   * @param computed whether that is in the block of what a run computes; means nothing, as the
   *     offset does, where the owner is outside both blocks
   * @param offset first byte in its block
   */
  record Place(String owner, boolean computed, long offset) {}

  /** The first byte of a variable that has memory of its own in a block. */
  long offset(String name) {
    return place(name).offset();
  }

  /** Whether a variable lies in the block of what a run computes. */
  boolean isComputed(String name) {
    return place(name).computed();
  }

  private Place place(String name) {
    Place place = places.get(name);
    if (place == null) {
      throw new IllegalArgumentException("the plan has no variable " + name);
    }
    return place;
  }

  /** Whether a variable is of use to some step, or to the caller. */
  boolean has(String name) {
    return places.containsKey(name);
  }

  /** Lays a plan out. */
  static PlanLayout of(PlanGraph graph) {
    return new Placement(graph).place();
  }

  private static final class Placement {
    private final PlanGraph graph;
    private final List<PlanGraph.Step> steps;
    private final Map<String, PlanGraph.Step> producers;
    private final Map<String, Integer> lastUse = new HashMap<>();
    private final Map<String, Long> offsets = new HashMap<>();

    private final FreeList inputs = new FreeList();
    private final FreeList computed = new FreeList();

    Placement(PlanGraph graph) {
      this.graph = graph;
      this.steps = graph.steps();
      this.producers = graph.producers();
    }

    PlanLayout place() {
      int last = steps.size();
      // What lies in others' memory keeps it alive, and so does what is written into it later.
      for (int i = 0; i < last; i++) {
        for (String name : steps.get(i).inputs()) {
          lastUse.put(graph.ownerOf(name), i);
        }
        for (String name : steps.get(i).outputs()) {
          lastUse.put(graph.ownerOf(name), i);
        }
      }
      for (String name : graph.variables()) {
        if (graph.isKept(name)) {
          lastUse.put(graph.ownerOf(name), last);
        }
      }
      Set<String> written = ownersMadeInARun();
      // Inputs keep their place for the whole run, so that a plan can run again.
      for (String name : graph.variables()) {
        if (isOwner(name) && !written.contains(name) && isUsed(name)) {
          offsets.put(name, inputs.take(bytes(name)));
        }
      }
      for (int i = 0; i < last; i++) {
        PlanGraph.Step step = steps.get(i);
        for (String output : step.outputs()) {
          String owner = graph.ownerOf(output);
          if (isOwner(owner) && !offsets.containsKey(owner) && !takeOver(step, output, i)) {
            offsets.put(owner, computed.take(bytes(owner)));
          }
        }
        release(step, i, written);
      }
      Map<String, Place> places = new LinkedHashMap<>();
      for (String name : graph.variables()) {
        String owner = graph.ownerOf(name);
        if (offsets.containsKey(owner) || graph.outside(owner).isPresent()) {
          places.put(
              name, new Place(owner, written.contains(owner), offsets.getOrDefault(owner, 0L)));
        }
      }
      return new PlanLayout(places, inputs.highWater(), computed.highWater());
    }

    private Set<String> ownersMadeInARun() {
      Set<String> written = new HashSet<>();
      producers.keySet().forEach(name -> written.add(graph.ownerOf(name)));
      written.removeIf(graph::isInput);
      return written;
    }

    /** Callers fill every input, whether a step reads it or not. */
    private boolean isUsed(String name) {
      return graph.isInput(name) || lastUse.containsKey(name);
    }

    private boolean isOwner(String name) {
      return graph.ownerOf(name).equals(name) && graph.outside(name).isEmpty();
    }

    /** Lets an output have the place of an input that nobody needs any more. */
    private boolean takeOver(PlanGraph.Step step, String output, int now) {
      int index = step.op().reusableInput();
      if (index < 0 || !output.equals(step.output())) {
        return false;
      }
      String input = graph.ownerOf(step.input(index));
      Long offset = offsets.get(input);
      if (offset == null
          || lastUse.getOrDefault(input, -1) != now
          || !producers.containsKey(step.input(index))
          || !graph.ownerOf(output).equals(output)
          || !step.input(index).equals(input)
          || step.inputs().stream().filter(name -> graph.ownerOf(name).equals(input)).count() > 1
          || bytes(input) != bytes(output)) {
        return false;
      }
      offsets.put(output, offset);
      lastUse.put(input, -1); // The heir releases it.
      return true;
    }

    private void release(PlanGraph.Step step, int now, Set<String> written) {
      Set<String> released = new HashSet<>();
      for (List<String> names : List.of(step.inputs(), step.outputs())) {
        for (String name : names) {
          String owner = graph.ownerOf(name);
          Long offset = offsets.get(owner);
          if (lastUse.getOrDefault(owner, now) == now
              && written.contains(owner)
              && offset != null
              && released.add(owner)) {
            computed.release(offset, bytes(owner));
          }
        }
      }
    }

    private long bytes(String name) {
      long[] shape = graph.shape(name);
      if (shape.length == 2) {
        shape[0] = graph.memoryRows(name);
      }
      return (long) graph.type(name).bytes() * Tensor.length(shape);
    }
  }
}
