package dev.dolmetsch.model.engine.fusion;

import dev.dolmetsch.model.engine.ElementType;
import dev.dolmetsch.model.engine.PlanGraph;
import dev.dolmetsch.model.engine.PlanGraph.Step;
import dev.dolmetsch.model.ops.AttentionContext;
import dev.dolmetsch.model.ops.AttentionScores;
import dev.dolmetsch.model.ops.CacheWrite;
import dev.dolmetsch.model.ops.Linear;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Query, key and value are projections of one input by weights that stand next to each other: one
 * product [N, D]×[D, 3D] computes them, and one computes each of their gradients. The results are
 * columns of one matrix, which attention reads where they are.
 */
final class JoinedProjections {
  private JoinedProjections() {}

  static void fuse(PlanGraph graph) {
    Fusion fusion = new Fusion(graph);
    SumTrees sums = new SumTrees(fusion);
    joinForward(fusion);
    joinBackward(fusion, sums);
    sums.rebuild();
    fusion.apply();
    sums.rename();
  }

  private static void joinForward(Fusion fusion) {
    PlanGraph graph = fusion.graph;
    for (List<Step> group : byInput(graph, Linear.class, 0)) {
      List<Step> able =
          group.stream()
              .filter(step -> step.inputs().size() == 3)
              .filter(step -> !graph.isKept(step.output()))
              .filter(
                  step ->
                      fusion.consumers(step.output()).stream()
                          .allMatch(JoinedProjections::readsColumns))
              .toList();
      for (List<Step> run : adjacentRuns(graph, able, List.of(1, 2), List.of())) {
        List<Step> inOrder = run.stream().sorted(Comparator.comparing(fusion::position)).toList();
        String weight = graph.join(names(run, 1)).orElseThrow();
        String bias = graph.join(names(run, 2)).orElseThrow();
        String joined = joinColumns(graph, run.stream().map(Step::output).toList());
        inOrder.subList(1, inOrder.size()).forEach(fusion::remove);
        fusion.replace(
            inOrder.get(0),
            new FusedOp.LinearForward(true, Optional.empty(), OptionalDouble.empty(), false),
            List.of(run.get(0).input(0), weight, bias),
            List.of(joined));
      }
    }
  }

  private static void joinBackward(Fusion fusion, SumTrees sums) {
    PlanGraph graph = fusion.graph;
    for (List<Step> group : byInput(graph, Linear.Backward.class, 1)) {
      List<Step> able =
          group.stream()
              .filter(step -> step.outputs().size() == 3)
              .filter(step -> !graph.isKept(step.input(0)) && !graph.isKept(step.output()))
              .filter(step -> fusion.consumers(step.input(0)).size() == 1)
              .filter(
                  step ->
                      fusion
                          .producer(step.input(0))
                          .filter(JoinedProjections::writesColumns)
                          .isPresent())
              .toList();
      for (List<Step> run : adjacentRuns(graph, able, List.of(2), List.of(1, 2))) {
        if (!sums.haveOneRoot(run.stream().map(Step::output).toList())) {
          continue;
        }
        Step last = run.stream().max(Comparator.comparing(fusion::position)).orElseThrow();
        String weight = graph.join(names(run, 2)).orElseThrow();
        String weightGradient =
            graph.join(run.stream().map(step -> step.outputs().get(1)).toList()).orElseThrow();
        String biasGradient =
            graph.join(run.stream().map(step -> step.outputs().get(2)).toList()).orElseThrow();
        String joined = joinColumns(graph, names(run, 0));
        String x = run.get(0).input(1);
        String inputGradient =
            graph.newVariable(joined + ".input", ElementType.FLOAT32, graph.shape(x));
        sums.replaceLeaves(run.stream().map(Step::output).toList(), inputGradient);
        for (Step step : run) {
          if (step != last) {
            fusion.remove(step);
          }
        }
        fusion.replace(
            last,
            new FusedOp.LinearBackward(true),
            List.of(joined, x, weight),
            List.of(inputGradient, weightGradient, biasGradient));
      }
    }
  }

  private static boolean readsColumns(Step step) {
    return Fusion.is(step, AttentionScores.class)
        || Fusion.is(step, AttentionContext.class)
        || Fusion.is(step, CacheWrite.class)
        || writesColumns(step);
  }

  private static boolean writesColumns(Step step) {
    return Fusion.is(step, AttentionScores.Backward.class)
        || Fusion.is(step, AttentionContext.Backward.class);
  }

  /** Steps of one class that have an input in common. */
  private static List<List<Step>> byInput(
      PlanGraph graph, Class<? extends org.nd4j.linalg.api.ops.DynamicCustomOp> type, int input) {
    Map<String, List<Step>> groups = new LinkedHashMap<>();
    for (Step step : graph.steps()) {
      if (Fusion.is(step, type)) {
        groups.computeIfAbsent(step.input(input), name -> new ArrayList<>()).add(step);
      }
    }
    return List.copyOf(groups.values());
  }

  /**
   * Runs of at least two steps, each step's parameters right behind those of the one before.
   *
   * @param inputs which inputs are parameters; the first gives the order
   * @param outputs which outputs are gradients of parameters
   */
  private static List<List<Step>> adjacentRuns(
      PlanGraph graph, List<Step> steps, List<Integer> inputs, List<Integer> outputs) {
    int first = inputs.get(0);
    List<Step> sorted =
        steps.stream()
            .sorted(Comparator.comparing(step -> step.input(first), graph.byAddress()))
            .toList();
    List<List<Step>> runs = new ArrayList<>();
    List<Step> run = new ArrayList<>();
    for (Step step : sorted) {
      if (!run.isEmpty() && !follows(graph, step, run.get(run.size() - 1), inputs, outputs)) {
        if (run.size() > 1) {
          runs.add(run);
        }
        run = new ArrayList<>();
      }
      run.add(step);
    }
    if (run.size() > 1) {
      runs.add(run);
    }
    return runs;
  }

  private static boolean follows(
      PlanGraph graph, Step step, Step before, List<Integer> inputs, List<Integer> outputs) {
    return inputs.stream().allMatch(i -> graph.follows(step.input(i), before.input(i)))
        && outputs.stream()
            .allMatch(o -> graph.follows(step.outputs().get(o), before.outputs().get(o)));
  }

  private static List<String> names(List<Step> steps, int input) {
    return steps.stream().map(step -> step.input(input)).toList();
  }

  /** Makes matrices the columns of a new one, side by side; returns its name. */
  private static String joinColumns(PlanGraph graph, List<String> parts) {
    long rows = graph.shape(parts.get(0))[0];
    long columns = parts.stream().mapToLong(part -> graph.shape(part)[1]).sum();
    String joined = graph.newVariable(String.join("+", parts), ElementType.FLOAT32, rows, columns);
    int column = 0;
    for (String part : parts) {
      graph.makeColumns(part, joined, column);
      column += (int) graph.shape(part)[1];
    }
    return joined;
  }
}
