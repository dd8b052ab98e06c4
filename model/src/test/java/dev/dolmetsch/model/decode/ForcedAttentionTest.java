package dev.dolmetsch.model.decode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dolmetsch.model.engine.Kernel;
import dev.dolmetsch.model.engine.Kernels;
import dev.dolmetsch.model.engine.OpCall;
import dev.dolmetsch.model.engine.PlanGraph;
import dev.dolmetsch.model.engine.nd4j.Nd4jKernels;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForcedAttentionTest {
  /** Counts the plans that were compiled. */
  private static final class CountingKernels implements Kernels {
    private final Kernels kernels = new Nd4jKernels();
    private int plans;

    @Override
    public void lower(PlanGraph graph) {
      plans++;
    }

    @Override
    public Kernel create(OpCall call) {
      return kernels.create(call);
    }

    @Override
    public String description() {
      return kernels.description();
    }

    @Override
    public void close() {
      kernels.close();
    }
  }

  @Test
  void fewPlansAreCompiledAndWhatIsReadTogetherDoesNotMatter() {
    CountingKernels kernels = new CountingKernels();
    try (RandomModel model = new RandomModel(40, 1);
        ForcedAttention attention =
            new ForcedAttention(
                model.config(), model.parameters(), RandomModel.SPECIALS, 0, kernels)) {
      List<int[]> sources = model.sources(11, 15, 2);
      List<int[]> targets = model.sources(11, 15, 3);
      List<float[][]> together = attention.of(sources, targets);
      for (int i = 0; i < sources.size(); i++) {
        float[][] alone = attention.of(List.of(sources.get(i)), List.of(targets.get(i))).get(0);
        assertEquals(targets.get(i).length + 1, alone.length);
        for (int t = 0; t < alone.length; t++) {
          assertEquals(sources.get(i).length + 1, alone[t].length);
          assertArrayEquals(alone[t], together.get(i)[t], 1e-5f);
        }
      }
      assertEquals(2, kernels.plans);
    }
  }
}
