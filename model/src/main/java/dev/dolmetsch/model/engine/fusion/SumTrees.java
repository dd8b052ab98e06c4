package dev.dolmetsch.model.engine.fusion;

import dev.dolmetsch.model.engine.ElementType;
import dev.dolmetsch.model.engine.PlanGraph;
import dev.dolmetsch.model.engine.PlanGraph.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The sums of gradients that SameDiff makes as chains of additions. */
final class SumTrees {
  private final Fusion fusion;

  /** What is summed, by the sum. */
  private final Map<String, List<String>> leaves = new LinkedHashMap<>();

  /** The names that variables get. */
  private final Map<String, String> names = new HashMap<>();

  SumTrees(Fusion fusion) {
    this.fusion = fusion;
  }

  /** Whether a step is an addition of two arrays of one shape. */
  static boolean isSum(PlanGraph graph, Step step) {
    return step.op().label().equals("add")
        && java.util.Arrays.equals(graph.shape(step.input(0)), graph.shape(step.input(1)));
  }

  /** Whether some variables are all added up in one sum. */
  boolean haveOneRoot(List<String> variables) {
    Optional<String> root = root(variables.get(0));
    return root.isPresent() && variables.stream().allMatch(name -> root(name).equals(root));
  }

  /** Replaces some of a sum's terms by one that is their sum. */
  void replaceLeaves(List<String> variables, String replacement) {
    String root = root(variables.get(0)).orElseThrow();
    List<String> all = leaves.computeIfAbsent(root, name -> new ArrayList<>(leavesOf(name)));
    all.removeAll(variables);
    all.add(replacement);
  }

  /** The end of the chain of sums that a variable is added into. */
  private Optional<String> root(String variable) {
    Optional<String> root = Optional.empty();
    Optional<Step> next = fusion.onlyConsumer(variable);
    while (next.isPresent() && isSum(fusion.graph, next.get())) {
      root = Optional.of(next.get().output());
      next = fusion.onlyConsumer(next.get().output());
    }
    return root;
  }

  private List<String> leavesOf(String sum) {
    List<String> found = new ArrayList<>();
    for (String input : fusion.producer(sum).orElseThrow().inputs()) {
      if (isInner(input)) {
        found.addAll(leavesOf(input));
      } else {
        found.add(input);
      }
    }
    return found;
  }

  /** Whether a variable is a sum that is only added to another. */
  private boolean isInner(String variable) {
    return fusion.producer(variable).filter(step -> isSum(fusion.graph, step)).isPresent()
        && fusion.onlyConsumer(variable).isPresent();
  }

  private void removeInner(String sum) {
    for (String input : fusion.producer(sum).orElseThrow().inputs()) {
      if (isInner(input)) {
        removeInner(input);
        fusion.remove(fusion.producer(input).orElseThrow());
      }
    }
  }

  /** Writes the sums anew where their terms have changed. */
  void rebuild() {
    leaves.forEach(
        (root, terms) -> {
          removeInner(root);
          Step step = fusion.producer(root).orElseThrow();
          if (terms.size() == 1) {
            fusion.remove(step);
            String term = terms.get(0);
            // One variable is left of two: the one that must be there after a run.
            if (fusion.graph.isKept(root)) {
              names.put(term, root);
            } else {
              names.put(root, term);
            }
            return;
          }
          List<Step> chain = new ArrayList<>();
          String sum = terms.get(0);
          for (int i = 1; i < terms.size(); i++) {
            String next =
                i == terms.size() - 1
                    ? root
                    : fusion.graph.newVariable(
                        root + "." + i, ElementType.FLOAT32, fusion.graph.shape(root));
            chain.add(new Step(new FusedOp.Add(), List.of(sum, terms.get(i)), List.of(next)));
            sum = next;
          }
          fusion.replace(step, chain);
        });
  }

  /** After the replacements were made: lets a sum of one term and the term have one name. */
  void rename() {
    if (names.isEmpty()) {
      return;
    }
    List<Step> steps = new ArrayList<>();
    for (Step step : fusion.graph.steps()) {
      steps.add(new Step(step.op(), renamed(step.inputs()), renamed(step.outputs())));
    }
    fusion.graph.setSteps(steps);
  }

  private List<String> renamed(List<String> variables) {
    return variables.stream().map(name -> names.getOrDefault(name, name)).toList();
  }
}
