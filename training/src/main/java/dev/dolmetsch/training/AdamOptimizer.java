package dev.dolmetsch.training;

import dev.dolmetsch.model.FlatParameters;
import dev.dolmetsch.model.ParameterLayout;
import dev.dolmetsch.training.config.OptimizationConfig;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * Adam (Kingma and Ba, 2015), and AdamW (Loshchilov and Hutter, 2019) where the weight decay is not
 * 0. Decay applies to matrices only, not to biases and norms.
 */
final class AdamOptimizer implements AutoCloseable {
  private final OptimizationConfig config;
  private final FlatParameters parameters;
  private final FlatParameters firstMoment;
  private final FlatParameters secondMoment;
  private final FlatLoop loop;
  private final List<ParameterLayout.Entry> matrices;

  AdamOptimizer(OptimizationConfig config, FlatParameters parameters, FlatLoop loop) {
    this.config = config;
    this.parameters = parameters;
    this.firstMoment = new FlatParameters(parameters.layout());
    try {
      this.secondMoment = new FlatParameters(parameters.layout());
    } catch (RuntimeException | Error e) {
      firstMoment.close();
      throw e;
    }
    this.loop = loop;
    this.matrices =
        parameters.layout().entries().stream().filter(entry -> entry.shape().size() == 2).toList();
  }

  /** m, to be saved and restored. */
  FlatParameters firstMoment() {
    return firstMoment;
  }

  /** v, to be saved and restored. */
  FlatParameters secondMoment() {
    return secondMoment;
  }

  /**
   * Makes update u.
   *
   * @param gradients are added up in their order, and the sum multiplied by {@code gradientScale}
   * @param update u, counted from 1, for the correction of the moments' bias
   * @return Σ of the squares of the gradients' sum
   */
  double step(
      List<FlatParameters> gradients, double gradientScale, double learningRate, long update) {
    float beta1 = (float) config.beta1();
    float beta2 = (float) config.beta2();
    // Below the smallest float it would be 0, and 0 / 0 for elements that had no gradient yet.
    float epsilon = Math.max((float) config.epsilon(), Float.MIN_NORMAL);
    float scale = (float) gradientScale;
    float stepSize = (float) (learningRate / (1 - StrictMath.pow(config.beta1(), (double) update)));
    float correction = (float) (1 / (1 - StrictMath.pow(config.beta2(), (double) update)));
    float decay = (float) (1 - learningRate * config.weightDecay());
    return loop.run(
        () -> {
          FloatBuffer p = parameters.flat().floats();
          FlatSum g = new FlatSum(gradients);
          FloatBuffer m = firstMoment.flat().floats();
          FloatBuffer v = secondMoment.flat().floats();
          float[] ps = new float[FlatLoop.BLOCK];
          float[] ms = new float[FlatLoop.BLOCK];
          float[] vs = new float[FlatLoop.BLOCK];
          return (from, count) -> {
            p.get(from, ps, 0, count);
            float[] gs = g.at(from, count);
            m.get(from, ms, 0, count);
            v.get(from, vs, 0, count);
            for (int i = 0; i < count; i++) {
              float slope = gs[i] * scale;
              ms[i] = beta1 * ms[i] + (1 - beta1) * slope;
              vs[i] = beta2 * vs[i] + (1 - beta2) * slope * slope;
            }
            decayMatrices(ps, from, count, decay);
            for (int i = 0; i < count; i++) {
              ps[i] -= stepSize * ms[i] / ((float) Math.sqrt(vs[i] * correction) + epsilon);
            }
            p.put(from, ps, 0, count);
            m.put(from, ms, 0, count);
            v.put(from, vs, 0, count);
            return Squares.sum(gs, count);
          };
        });
  }

  /**
   * Multiplies what is part of a matrix; block elements are from, from + 1, … of the flat array.
   */
  private void decayMatrices(float[] block, int from, int count, float factor) {
    if (factor == 1f) {
      return;
    }
    for (ParameterLayout.Entry matrix : matrices) {
      int start = Math.max(0, matrix.offset() - from);
      int end = Math.min(count, matrix.offset() + matrix.length() - from);
      for (int i = start; i < end; i++) {
        block[i] *= factor;
      }
    }
  }

  @Override
  public void close() {
    firstMoment.close();
    secondMoment.close();
  }
}
