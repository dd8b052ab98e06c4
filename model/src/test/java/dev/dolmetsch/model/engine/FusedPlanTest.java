package dev.dolmetsch.model.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dolmetsch.data.batch.SpecialIds;
import dev.dolmetsch.data.batch.TokenBatch;
import dev.dolmetsch.model.FlatParameters;
import dev.dolmetsch.model.NormPosition;
import dev.dolmetsch.model.ParameterLayout;
import dev.dolmetsch.model.TeacherForcing;
import dev.dolmetsch.model.TransformerConfig;
import dev.dolmetsch.model.TransformerGraphs;
import dev.dolmetsch.model.engine.PlanGraph.Step;
import dev.dolmetsch.model.engine.fusion.AttentionBlocks;
import dev.dolmetsch.model.engine.fusion.FusedOp;
import dev.dolmetsch.model.engine.fusion.FusedPlan;
import dev.dolmetsch.model.engine.fusion.PaddedAttention;
import dev.dolmetsch.model.ops.Activation;
import dev.dolmetsch.model.ops.AttentionScores;
import dev.dolmetsch.model.ops.Dropout;
import dev.dolmetsch.model.ops.Embedding;
import dev.dolmetsch.model.ops.FeedForwardActivation;
import dev.dolmetsch.model.ops.LabelSmoothedCrossEntropy;
import dev.dolmetsch.model.ops.ResidualAdd;
import dev.dolmetsch.model.ops.SoftmaxWeights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ops.DynamicCustomOp;

/** What fusion makes of whole models: two layers on each side, embeddings and output tied. */
class FusedPlanTest {
  private static final int LAYERS = 2;
  private static final int WIDTH = 8;
  private static final TokenBatch BATCH =
      new TokenBatch(
          List.of(new int[] {4, 5, 6}, new int[] {7}),
          List.of(new int[] {8, 9}, new int[] {4, 4, 5}),
          SpecialIds.standard());

  private final List<FlatParameters> arrays = new ArrayList<>();
  private final Set<String> bound = new HashSet<>();

  @AfterEach
  void release() {
    arrays.forEach(FlatParameters::close);
  }

  private static TransformerConfig config(Activation activation, double p) {
    return new TransformerConfig(
        LAYERS, LAYERS, WIDTH, 2, 12, activation, NormPosition.PRE, "softmax", p, p, p, true, true);
  }

  private FlatParameters array(ParameterLayout layout) {
    FlatParameters parameters = new FlatParameters(layout);
    arrays.add(parameters);
    return parameters;
  }

  private PlanGraph training(Activation activation, double p) {
    TransformerConfig config = config(activation, p);
    ParameterLayout layout = new ParameterLayout(config, 11);
    TransformerGraphs.LossAndGradients training =
        TransformerGraphs.training(config, layout, 0.1, 3);
    List<String> outputs = new ArrayList<>(training.gradients().values());
    outputs.add(TransformerGraphs.LOSS);
    return fused(training.graph(), outputs, tensors(layout, training));
  }

  private Map<String, Tensor> tensors(
      ParameterLayout layout, TransformerGraphs.LossAndGradients training) {
    Map<String, Tensor> tensors = new HashMap<>(array(layout).views());
    FlatParameters gradient = array(layout);
    training.gradients().forEach((name, variable) -> tensors.put(variable, gradient.view(name)));
    return tensors;
  }

  private PlanGraph evaluation(Activation activation) {
    TransformerConfig config = config(activation, 0);
    ParameterLayout layout = new ParameterLayout(config, 11);
    return fused(
        TransformerGraphs.evaluation(config, layout, 0.1, 3),
        List.of(TransformerGraphs.LOSS, TransformerGraphs.NEGATIVE_LOG_LIKELIHOOD),
        array(layout).views());
  }

  private PlanGraph forced(List<String> outputs) {
    TransformerConfig config = config(Activation.RELU, 0);
    ParameterLayout layout = new ParameterLayout(config, 11);
    return fused(TransformerGraphs.forced(config, layout), outputs, array(layout).views());
  }

  private PlanGraph fused(SameDiff graph, List<String> outputs, Map<String, Tensor> tensors) {
    bound.addAll(tensors.keySet());
    PlanGraph plan = new GraphReader(graph, outputs, tensors).read(TeacherForcing.shapes(BATCH));
    FusedPlan.fuse(plan);
    assertEveryVariableIsWrittenOnceBeforeItIsRead(plan);
    return plan;
  }

  private void assertEveryVariableIsWrittenOnceBeforeItIsRead(PlanGraph plan) {
    Set<String> everWritten = new HashSet<>();
    plan.steps().forEach(step -> step.outputs().forEach(o -> everWritten.add(plan.ownerOf(o))));
    Set<String> written = new HashSet<>();
    Set<String> owners = new HashSet<>();
    for (Step step : plan.steps()) {
      for (String input : step.inputs()) {
        String owner = plan.ownerOf(input);
        boolean isInput = !everWritten.contains(owner);
        assertTrue(
            isInput || owners.contains(owner) || bound.contains(input),
            () -> input + " is read before it is written");
      }
      for (String output : step.outputs()) {
        assertTrue(written.add(output), () -> output + " is written twice");
        owners.add(plan.ownerOf(output));
      }
    }
  }

  private static long count(PlanGraph plan, Predicate<PlanOp> predicate) {
    return plan.steps().stream().map(Step::op).filter(predicate).count();
  }

  private static long fusedOps(PlanGraph plan, Class<? extends FusedOp> type) {
    return count(plan, type::isInstance);
  }

  private static long graphOps(PlanGraph plan, Class<? extends DynamicCustomOp> type) {
    return count(plan, op -> op instanceof GraphOperation o && type.isInstance(o.op()));
  }

  private static long linears(PlanGraph plan, Predicate<FusedOp.LinearForward> predicate) {
    return count(plan, op -> op instanceof FusedOp.LinearForward linear && predicate.test(linear));
  }

  /** Linear layers and their gradients whose weight has so many rows, of models of width 8. */
  private static long products(PlanGraph plan, Class<? extends FusedOp> type, int weight, int o) {
    return plan.steps().stream()
        .filter(step -> type.isInstance(step.op()))
        .filter(step -> Arrays.equals(plan.shape(step.input(weight)), new long[] {o, WIDTH}))
        .count();
  }

  @Test
  void queriesKeysAndValuesOfOneInputAreOneProduct() {
    PlanGraph plan = training(Activation.RELU, 0.1);
    int selfAttentions = 2 * LAYERS;
    int crossAttentions = LAYERS;
    assertEquals(selfAttentions, products(plan, FusedOp.LinearForward.class, 1, 3 * WIDTH));
    assertEquals(crossAttentions, products(plan, FusedOp.LinearForward.class, 1, 2 * WIDTH));
    // What is left: the queries of cross-attention, and the outputs of all attention.
    assertEquals(
        crossAttentions + selfAttentions + crossAttentions,
        products(plan, FusedOp.LinearForward.class, 1, WIDTH));
    // Two more of each feed-forward block, and the logits.
    int all = selfAttentions * 2 + crossAttentions * 3 + 2 * LAYERS * 2 + 1;
    assertEquals(all, fusedOps(plan, FusedOp.LinearForward.class));
    assertEquals(selfAttentions, products(plan, FusedOp.LinearBackward.class, 2, 3 * WIDTH));
    assertEquals(crossAttentions, products(plan, FusedOp.LinearBackward.class, 2, 2 * WIDTH));
    assertEquals(all, fusedOps(plan, FusedOp.LinearBackward.class));
  }

  @Test
  void productsDropElementsAndAddTheResidual() {
    PlanGraph plan = training(Activation.RELU, 0.1);
    int blocks = 2 * LAYERS + 3 * LAYERS;
    assertEquals(
        blocks, linears(plan, linear -> linear.residual() && linear.dropout().isPresent()));
    assertEquals(0, graphOps(plan, ResidualAdd.class));
    assertEquals(0, graphOps(plan, Dropout.class));
  }

  @Test
  void aMaskIsDrawnOnceForBothDirections() {
    PlanGraph plan = training(Activation.RELU, 0.1);
    // Both embeddings; each block's output, attention's weights, feed-forward's activations.
    int sites = 2 + LAYERS * (2 + 2) + LAYERS * (3 + 3);
    assertEquals(sites, fusedOps(plan, FusedOp.DrawMask.class));
    Set<Integer> distinct = new HashSet<>();
    for (Step step : plan.steps()) {
      if (step.op() instanceof FusedOp.DrawMask mask) {
        assertTrue(distinct.add(mask.site()), () -> "twice for site " + mask.site());
      }
    }
  }

  @Test
  void reluIsAppliedByTheProductInTraining() {
    PlanGraph plan = training(Activation.RELU, 0.1);
    assertEquals(2 * LAYERS, linears(plan, linear -> linear.activation().isPresent()));
    assertEquals(0, graphOps(plan, FeedForwardActivation.class));
    assertEquals(0, graphOps(plan, FeedForwardActivation.Backward.class));
    assertEquals(2 * LAYERS, fusedOps(plan, FusedOp.ReluBackward.class));
  }

  @Test
  void geluIsAppliedByTheProductOnlyWhereThereIsNoGradient() {
    PlanGraph training = training(Activation.GELU, 0.1);
    assertEquals(0, linears(training, linear -> linear.activation().isPresent()));
    assertEquals(2 * LAYERS, graphOps(training, FeedForwardActivation.class));
    assertEquals(2 * LAYERS, graphOps(training, FeedForwardActivation.Backward.class));
    PlanGraph evaluation = evaluation(Activation.GELU);
    assertEquals(2 * LAYERS, linears(evaluation, linear -> linear.activation().isPresent()));
    assertEquals(0, graphOps(evaluation, FeedForwardActivation.class));
  }

  @Test
  void theLossIsComputedTogetherWithItsGradient() {
    PlanGraph plan = training(Activation.RELU, 0.1);
    assertEquals(1, fusedOps(plan, FusedOp.LossAndGradient.class));
    assertEquals(0, graphOps(plan, LabelSmoothedCrossEntropy.class));
    assertEquals(0, graphOps(plan, LabelSmoothedCrossEntropy.Backward.class));
    assertEquals(2, graphOps(evaluation(Activation.RELU), LabelSmoothedCrossEntropy.class));
  }

  @Test
  void embeddingsAddTheirGradientsToTheTiedMatrix() {
    PlanGraph plan = training(Activation.RELU, 0.1);
    assertEquals(2, fusedOps(plan, FusedOp.ScatterAdd.class));
    assertEquals(0, graphOps(plan, Embedding.Backward.class));
  }

  @Test
  void attentionIsOneStepInEachDirection() {
    PlanGraph plan = training(Activation.RELU, 0.1);
    assertTrue(PaddedAttention.pad(plan, 16));
    assertTrue(fusedOps(plan, FusedOp.PadPositions.class) > 0);
    AttentionBlocks.form(plan);
    assertEquals(2 * 3 * LAYERS, fusedOps(plan, FusedOp.AttentionBlock.class));
    assertEquals(0, fusedOps(plan, FusedOp.PadPositions.class));
    assertEquals(0, fusedOps(plan, FusedOp.CutPositions.class));
    assertEquals(0, fusedOps(plan, FusedOp.MaskedScores.class));
    assertEquals(0, fusedOps(plan, FusedOp.MaskedScoresBackward.class));
    assertEquals(0, graphOps(plan, SoftmaxWeights.class));
    assertEveryVariableIsWrittenOnceBeforeItIsRead(plan);
    for (Step step : plan.steps()) {
      if (step.op() instanceof FusedOp.AttentionBlock block) {
        boolean forward =
            block.steps().stream().anyMatch(part -> part.op() instanceof FusedOp.MaskedScores);
        long scores = step.outputs().stream().filter(o -> plan.shape(o).length == 4).count();
        // Gradients need the weights before and after dropout, and no scores at all.
        assertEquals(forward ? 2 : 0, scores, () -> "writes " + step.outputs());
      }
    }
  }

  @Test
  void whatIsAskedForIsNotFusedAway() {
    String block = "decoder.layers.1.self_attention";
    List<String> outputs = new ArrayList<>(TransformerGraphs.attentionIntermediates(block));
    outputs.add(TransformerGraphs.LOGITS);
    int attentions = 3 * LAYERS;
    PlanGraph without = forced(List.of(TransformerGraphs.LOGITS));
    assertEquals(0, graphOps(without, AttentionScores.class));
    assertEquals(attentions, fusedOps(without, FusedOp.MaskedScores.class));
    PlanGraph with = forced(outputs);
    assertEquals(1, graphOps(with, AttentionScores.class));
    assertEquals(attentions - 1, fusedOps(with, FusedOp.MaskedScores.class));
    // Query, key and value of that block are projected one by one.
    assertEquals(2 * LAYERS - 1, products(with, FusedOp.LinearForward.class, 1, 3 * WIDTH));
  }

  /** Keys and values of one layer are the only ones that read the encoder's states. */
  @Test
  void aWantedSumOfNothingButJoinedProjectionsIsWritten() {
    TransformerConfig config =
        new TransformerConfig(
            1, 1, WIDTH, 2, 12, Activation.RELU, NormPosition.PRE, "softmax", 0, 0, 0, true, true);
    ParameterLayout layout = new ParameterLayout(config, 11);
    TransformerGraphs.LossAndGradients training =
        TransformerGraphs.training(config, layout, 0.1, 3);
    SameDiff graph = training.graph();
    String gradient = graph.getVariable(TransformerGraphs.ENCODER_STATES).gradient().name();
    List<String> outputs = new ArrayList<>(training.gradients().values());
    outputs.add(gradient);
    PlanGraph plan = fused(graph, outputs, tensors(layout, training));
    assertTrue(plan.steps().stream().anyMatch(step -> step.outputs().contains(gradient)));
  }
}
