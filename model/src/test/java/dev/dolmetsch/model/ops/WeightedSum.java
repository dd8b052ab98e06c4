package dev.dolmetsch.model.ops;

import dev.dolmetsch.model.engine.GraphOperation;
import dev.dolmetsch.model.engine.Kernel;
import dev.dolmetsch.model.engine.Kernels;
import dev.dolmetsch.model.engine.OpCall;
import dev.dolmetsch.model.engine.PlanGraph;
import java.nio.FloatBuffer;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.imports.converters.ImportClassMapping;

/** Σ x·w, the scalar that gradients are checked on: x of any shape, w as many values → a scalar. */
public final class WeightedSum extends GraphOp {
  private static final String NAME = "dolmetsch_test_weighted_sum";

  /** For SameDiff's clone. */
  public WeightedSum() {}

  WeightedSum(SameDiff graph, SDVariable x, SDVariable weights) {
    super(graph, x, weights);
  }

  /** The kernels under test, and those of this operation. */
  static Kernels kernels(Kernels underTest) {
    register();
    return new WithWeightedSum(underTest);
  }

  /** Makes SameDiff know the operation. */
  static void register() {
    var names = ImportClassMapping.getOpNameMapping();
    synchronized (names) {
      names.put(NAME, new WeightedSum());
      names.put(Backward.NAME, new Backward());
    }
  }

  @Override
  public String opName() {
    return NAME;
  }

  @Override
  public List<long[]> outputShapes(List<long[]> in) {
    return List.of(new long[0]);
  }

  @Override
  public List<SDVariable> doDiff(List<SDVariable> gradients) {
    return List.of(new Backward(sameDiff, gradients.get(0), arg(0), arg(1)).output());
  }

  /** dx = dsum·w, in the shape of x. */
  public static final class Backward extends GraphOp {
    private static final String NAME = WeightedSum.NAME + "_backward";

    /** For SameDiff's clone. */
    public Backward() {}

    private Backward(SameDiff graph, SDVariable gradient, SDVariable x, SDVariable weights) {
      super(graph, gradient, x, weights);
    }

    @Override
    public String opName() {
      return NAME;
    }

    @Override
    public List<long[]> outputShapes(List<long[]> in) {
      return List.of(in.get(1));
    }
  }

  private record WithWeightedSum(Kernels others) implements Kernels {
    @Override
    public Kernel create(OpCall call) {
      Object op = call.op() instanceof GraphOperation operation ? operation.op() : call.op();
      if (op instanceof WeightedSum) {
        return () -> {}; // Nobody reads it: differences are taken of the output itself.
      }
      if (op instanceof Backward) {
        return () -> {
          float gradient = call.input(0).floats().get(0);
          FloatBuffer weights = call.input(2).floats();
          FloatBuffer out = call.output(0).floats();
          for (int i = 0; i < weights.capacity(); i++) {
            out.put(i, gradient * weights.get(i));
          }
        };
      }
      return others.create(call);
    }

    @Override
    public void lower(PlanGraph graph) {
      others.lower(graph);
    }

    @Override
    public void beforeRun() {
      others.beforeRun();
    }

    @Override
    public void close() {
      others.close();
    }

    @Override
    public String description() {
      return others.description();
    }
  }
}
