package dev.dolmetsch.model.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dolmetsch.data.batch.SpecialIds;
import dev.dolmetsch.data.batch.TokenBatch;
import dev.dolmetsch.model.Activation;
import dev.dolmetsch.model.NormPosition;
import dev.dolmetsch.model.ParameterLayout;
import dev.dolmetsch.model.TeacherForcing;
import dev.dolmetsch.model.TransformerConfig;
import dev.dolmetsch.model.TransformerGraphs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The layout of the real training graph. */
class PlanLayoutTest {
  private static final TokenBatch BATCH =
      new TokenBatch(
          List.of(new int[] {5, 6, 5, 7}, new int[] {9, 9}),
          List.of(new int[] {8, 8}, new int[] {5, 10, 4, 8}),
          SpecialIds.standard());

  /** From the step that writes a piece of memory to the last one that reads it, both inclusive. */
  private static final class Life {
    final String owner;
    final long from;
    final long to;
    final int firstStep;
    int lastStep;

    Life(String owner, PlanLayout.Place place, int firstStep) {
      this.owner = owner;
      this.from = place.offset();
      this.to = place.offset() + 4L * Tensor.length(place.shape());
      this.firstStep = firstStep;
      this.lastStep = firstStep;
    }

    boolean meets(Life other) {
      return firstStep <= other.lastStep
          && other.firstStep <= lastStep
          && from < other.to
          && other.from < to;
    }
  }

  @ParameterizedTest
  @EnumSource(NormPosition.class)
  void variablesThatAreAliveTogetherNeverShareMemory(NormPosition norm) {
    TransformerConfig config =
        new TransformerConfig(
            2, 2, 8, 2, 12, Activation.RELU, norm, "softmax", 0.1, 0.1, 0.1, true, true);
    ParameterLayout parameters = new ParameterLayout(config, 11);
    TransformerGraphs.LossAndGradients loss =
        TransformerGraphs.training(config, parameters, 0.1, 3);
    Map<String, long[]> bound = new HashMap<>();
    List<String> outputs = new ArrayList<>(List.of(TransformerGraphs.LOSS));
    for (ParameterLayout.Entry entry : parameters.entries()) {
      bound.put(entry.name(), entry.extents());
      String gradient = loss.gradients().get(entry.name());
      bound.put(gradient, entry.extents());
      outputs.add(gradient);
    }
    PlanLayout layout = PlanLayout.of(loss.graph(), outputs, TeacherForcing.shapes(BATCH), bound);

    List<Life> lives = lives(layout, outputs, bound.keySet());
    long together = 0;
    for (Life life : lives) {
      assertTrue(life.to <= layout.bytes(), life.owner);
      together += life.to - life.from;
      for (Life other : lives) {
        assertTrue(life == other || !life.meets(other), life.owner + " meets " + other.owner);
      }
    }
    assertTrue(layout.bytes() < together, "some memory is used twice");
  }

  private static List<Life> lives(PlanLayout layout, List<String> outputs, Set<String> bound) {
    Map<String, Life> lives = new HashMap<>();
    Set<String> outside = new HashSet<>(bound);
    outside.addAll(layout.constants().keySet());
    int end = layout.steps().size();
    for (int i = 0; i < end; i++) {
      PlanLayout.Step step = layout.steps().get(i);
      for (String name : step.inputs()) {
        see(layout, lives, outside, name, 0).lastStep = i;
      }
      for (String name : step.outputs()) {
        see(layout, lives, outside, name, i).lastStep = i;
      }
    }
    for (String output : outputs) {
      see(layout, lives, outside, output, end).lastStep = end;
    }
    // An input is filled before the first step and must still be there for the next run.
    lives.values().stream()
        .filter(life -> isInput(layout, life))
        .forEach(life -> life.lastStep = end);
    return lives.values().stream().filter(life -> !outside.contains(life.owner)).toList();
  }

  private static boolean isInput(PlanLayout layout, Life life) {
    return layout.steps().stream().noneMatch(step -> step.outputs().contains(life.owner));
  }

  private static Life see(
      PlanLayout layout, Map<String, Life> lives, Set<String> outside, String name, int step) {
    PlanLayout.Place place = layout.variables().get(name);
    return lives.computeIfAbsent(
        place.owner(), owner -> new Life(owner, place, outside.contains(owner) ? 0 : step));
  }
}
