package dev.dolmetsch.model.engine.onednn;

import dev.dolmetsch.model.engine.Int8Weights;
import dev.dolmetsch.model.engine.Kernel;
import dev.dolmetsch.model.engine.Kernels;
import dev.dolmetsch.model.engine.OpCall;
import dev.dolmetsch.model.engine.PlanGraph;
import dev.dolmetsch.model.engine.Tensor;
import dev.dolmetsch.model.engine.fusion.FusedOp;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Looks at the inputs of linear layers while a model translates in float32, to calibrate their
 * quantisation. All rows of a plan count, also those of padding and of vacant places.
 *
 * <p>Belongs to one thread at a time.
 */
public final class InputRanges implements AutoCloseable {
  private final Map<String, Tensor> parameters;
  private final PackedWeights packed = new PackedWeights();
  private final Map<String, Float> largest = new TreeMap<>();

  /** Of a model with these parameters, by name. */
  public InputRanges(Map<String, Tensor> parameters) {
    this.parameters = parameters;
  }

  /** The largest absolute value so far of each layer's input, by the layer's weight. */
  public Map<String, Float> largest() {
    return Map.copyOf(largest);
  }

  /** Kernels for the one worker that is looked at. */
  public Kernels kernels() {
    OneDnnKernels inner = OneDnnKernels.forInference(false, packed);
    return new Kernels() {
      @Override
      public Kernel create(OpCall call) {
        Kernel kernel = inner.create(call);
        return call.op() instanceof FusedOp.LinearForward ? watched(call, kernel) : kernel;
      }

      @Override
      public String description() {
        return inner.description();
      }

      @Override
      public void lower(PlanGraph graph) {
        inner.lower(graph);
      }

      @Override
      public void beforeRun() {
        inner.beforeRun();
      }

      @Override
      public void close() {
        inner.close();
      }
    };
  }

  private Kernel watched(OpCall call, Kernel kernel) {
    Tensor x = call.input(0);
    List<String> names = Int8Weights.names(parameters, call.input(1));
    int width = x.extent(-1);
    FloatBuffer values = x.widened((x.rows() - 1L) * x.rowStride() + width).floats();
    return new Kernel() {
      @Override
      public void run() {
        float most = 0;
        for (int row = 0; row < x.rows(); row++) {
          for (int i = 0; i < width; i++) {
            most = Math.max(most, Math.abs(values.get(row * x.rowStride() + i)));
          }
        }
        for (String name : names) {
          largest.merge(name, most, Math::max);
        }
        kernel.run();
      }

      @Override
      public void close() {
        kernel.close();
      }
    };
  }

  @Override
  public void close() {
    packed.close();
  }
}
