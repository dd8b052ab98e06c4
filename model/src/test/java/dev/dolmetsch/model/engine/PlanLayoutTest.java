package dev.dolmetsch.model.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dolmetsch.data.batch.SpecialIds;
import dev.dolmetsch.data.batch.TokenBatch;
import dev.dolmetsch.model.FlatParameters;
import dev.dolmetsch.model.NormPosition;
import dev.dolmetsch.model.ParameterLayout;
import dev.dolmetsch.model.TeacherForcing;
import dev.dolmetsch.model.TransformerConfig;
import dev.dolmetsch.model.TransformerGraphs;
import dev.dolmetsch.model.engine.fusion.FusedPlan;
import dev.dolmetsch.model.engine.onednn.OneDnn;
import dev.dolmetsch.model.engine.onednn.OneDnnKernels;
import dev.dolmetsch.model.ops.Activation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The layouts of the real graphs. */
class PlanLayoutTest {
  private static final TokenBatch BATCH =
      new TokenBatch(
          List.of(new int[] {5, 6, 5, 7}, new int[] {9, 9}),
          List.of(new int[] {8, 8}, new int[] {5, 10, 4, 8}),
          SpecialIds.standard());

  /** From the step that writes a piece of memory to the last one that uses it, both inclusive. */
  private static final class Life {
    final String owner;
    final boolean computed;
    final long from;
    final long to;
    final int firstStep;
    int lastStep;

    Life(String owner, boolean computed, long from, long bytes, int firstStep) {
      this.owner = owner;
      this.computed = computed;
      this.from = from;
      this.to = from + bytes;
      this.firstStep = firstStep;
      this.lastStep = firstStep;
    }

    boolean meets(Life other) {
      return computed == other.computed
          && firstStep <= other.lastStep
          && other.firstStep <= lastStep
          && from < other.to
          && other.from < to;
    }
  }

  /** What was done to a plan before it gets memory. */
  private enum Lowering {
    READ,
    FUSED,
    ONEDNN_FLOAT32,
    ONEDNN_BF16;

    void apply(PlanGraph graph) {
      switch (this) {
        case READ -> {}
        case FUSED -> FusedPlan.fuse(graph);
        case ONEDNN_FLOAT32, ONEDNN_BF16 -> {
          boolean bf16 = this == ONEDNN_BF16;
          assumeTrue(bf16 ? OneDnn.canComputeBf16() : OneDnn.isAvailable(), "not on this machine");
          try (OneDnnKernels kernels = new OneDnnKernels(bf16)) {
            kernels.lower(graph);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "PRE, RELU, READ",
    "POST, GELU, READ",
    "PRE, RELU, FUSED",
    "POST, GELU, FUSED",
    "PRE, RELU, ONEDNN_FLOAT32",
    "POST, GELU, ONEDNN_FLOAT32",
    "PRE, RELU, ONEDNN_BF16",
    "POST, GELU, ONEDNN_BF16"
  })
  void variablesThatAreAliveTogetherNeverShareMemory(
      NormPosition norm, Activation activation, Lowering lowering) {
    TransformerConfig config = config(norm, activation);
    ParameterLayout layout = new ParameterLayout(config, 11);
    TransformerGraphs.LossAndGradients loss = TransformerGraphs.training(config, layout, 0.1, 3);
    try (FlatParameters parameters = new FlatParameters(layout);
        FlatParameters gradients = new FlatParameters(layout)) {
      Map<String, Tensor> bound = new HashMap<>(parameters.views());
      List<String> outputs = new ArrayList<>(List.of(TransformerGraphs.LOSS));
      loss.gradients()
          .forEach(
              (parameter, gradient) -> {
                bound.put(gradient, gradients.view(parameter));
                outputs.add(gradient);
              });
      PlanGraph graph =
          new GraphReader(loss.graph(), outputs, bound).read(TeacherForcing.shapes(BATCH));
      int before = graph.steps().size();
      lowering.apply(graph);
      if (lowering == Lowering.FUSED) {
        assertTrue(
            graph.steps().size() < before * 4 / 5, before + " steps, then " + graph.steps().size());
      }
      check(graph);
    }
  }

  @ParameterizedTest
  @CsvSource({"PRE, RELU, false", "POST, GELU, true"})
  void theCachesOfAStepLieAmongItsInputsThoughItWritesIntoThem(
      NormPosition norm, Activation activation, boolean fused) {
    TransformerConfig config = config(norm, activation);
    ParameterLayout layout = new ParameterLayout(config, 11);
    Map<String, long[]> shapes = new HashMap<>();
    shapes.put("target_ids", new long[] {6});
    shapes.put("target_positions", new long[] {6});
    shapes.put("cache_places", new long[] {6});
    shapes.put("visible_entries", new long[] {2, 3, 16});
    shapes.put("source_lengths", new long[] {2});
    Set<String> caches = new HashSet<>(TransformerGraphs.selfCaches(config));
    caches.forEach(name -> shapes.put(name, new long[] {2 * 16, 8}));
    TransformerGraphs.crossCaches(config)
        .keySet()
        .forEach(name -> shapes.put(name, new long[] {2 * 5, 8}));
    try (FlatParameters parameters = new FlatParameters(layout)) {
      PlanGraph graph =
          new GraphReader(
                  TransformerGraphs.decoderStep(config, layout),
                  List.of(TransformerGraphs.LOGITS),
                  parameters.views())
              .read(shapes);
      if (fused) {
        FusedPlan.fuse(graph);
      }
      PlanLayout places = check(graph);
      int written = 0;
      for (PlanGraph.Step step : graph.steps()) {
        for (String output : step.outputs()) {
          if (caches.contains(graph.ownerOf(output))) {
            written++;
            assertFalse(places.isComputed(output), output);
          }
        }
      }
      assertEquals(caches.size(), written);
    }
  }

  private static TransformerConfig config(NormPosition norm, Activation activation) {
    return new TransformerConfig(
        2, 2, 8, 2, 12, activation, norm, "softmax", .1, .1, .1, true, true);
  }

  /** Lays a graph out, and compares all that is alive together. */
  private static PlanLayout check(PlanGraph graph) {
    PlanLayout places = PlanLayout.of(graph);
    List<Life> lives = lives(graph, places);
    long together = 0;
    for (Life life : lives) {
      assertTrue(
          life.to <= (life.computed ? places.computedBytes() : places.inputBytes()), life.owner);
      assertEquals(!graph.isInput(life.owner), life.computed, life.owner);
      together += life.computed ? life.to - life.from : 0;
      for (Life other : lives) {
        assertTrue(
            life == other || !life.meets(other) || takesOver(graph, life, other),
            life.owner + " meets " + other.owner);
      }
    }
    assertTrue(places.computedBytes() < together, "some memory is used twice");
    Set<String> used = new HashSet<>();
    lives.forEach(life -> used.add(life.owner));
    for (String name : graph.variables()) {
      String owner = graph.ownerOf(name);
      assertEquals(
          used.contains(owner) || graph.isOutside(owner) || graph.isInput(owner),
          places.has(name),
          name);
    }
    return places;
  }

  /** Whether one is written over the other in a step that may do so and is the other's last. */
  private static boolean takesOver(PlanGraph graph, Life one, Life other) {
    Life heir = one.firstStep > other.firstStep ? one : other;
    Life former = heir == one ? other : one;
    PlanGraph.Step step = graph.steps().get(heir.firstStep);
    int reusable = step.op().reusableInput();
    return reusable >= 0
        && former.lastStep == heir.firstStep
        && former.from == heir.from
        && former.to == heir.to
        && step.output().equals(heir.owner)
        && step.input(reusable).equals(former.owner);
  }

  private static List<Life> lives(PlanGraph graph, PlanLayout places) {
    Map<String, Life> lives = new HashMap<>();
    Set<String> written = new HashSet<>();
    int end = graph.steps().size();
    for (int i = 0; i < end; i++) {
      PlanGraph.Step step = graph.steps().get(i);
      for (String name : step.inputs()) {
        see(graph, places, lives, name, 0).lastStep = i;
      }
      for (String name : step.outputs()) {
        written.add(graph.ownerOf(name));
        see(graph, places, lives, name, i).lastStep = i;
      }
    }
    for (Life life : lives.values()) {
      // An input is filled before the first step and must still be there for the next run.
      if (graph.isKept(life.owner) || graph.isInput(life.owner) || !written.contains(life.owner)) {
        life.lastStep = end;
      }
    }
    return lives.values().stream().filter(life -> !graph.isOutside(life.owner)).toList();
  }

  private static Life see(
      PlanGraph graph, PlanLayout places, Map<String, Life> lives, String name, int step) {
    return lives.computeIfAbsent(
        graph.ownerOf(name),
        owner ->
            new Life(
                owner,
                places.isComputed(owner),
                places.offset(owner),
                (long) graph.type(owner).bytes() * Tensor.length(shapeInMemory(graph, owner)),
                graph.isOutside(owner) ? 0 : step));
  }

  /** With the rows behind the last one, which are computed, too. */
  private static long[] shapeInMemory(PlanGraph graph, String owner) {
    long[] shape = graph.shape(owner).clone();
    if (shape.length == 2) {
      shape[0] = Math.max(shape[0], graph.memoryRows(owner));
    }
    return shape;
  }
}
