package dev.dolmetsch.training;

import dev.dolmetsch.model.FlatParameters;
import dev.dolmetsch.model.ParameterLayout;
import dev.dolmetsch.training.config.OptimizationConfig;
import java.nio.FloatBuffer;

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

  AdamOptimizer(OptimizationConfig config, FlatParameters parameters, FlatLoop loop) {
    this.config = config;
    this.parameters = parameters;
    this.firstMoment = new FlatParameters(parameters.layout());
    this.secondMoment = new FlatParameters(parameters.layout());
    this.loop = loop;
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
   * @param gradient is multiplied by {@code gradientScale} first
   * @param update u, counted from 1, for the correction of the moments' bias
   */
  void step(FlatParameters gradient, double gradientScale, double learningRate, long update) {
    float beta1 = (float) config.beta1();
    float beta2 = (float) config.beta2();
    float epsilon = (float) config.epsilon();
    float scale = (float) gradientScale;
    float stepSize = (float) (learningRate / (1 - StrictMath.pow(config.beta1(), (double) update)));
    float correction = (float) (1 / (1 - StrictMath.pow(config.beta2(), (double) update)));
    decayWeights((float) (1 - learningRate * config.weightDecay()));
    loop.run(
        () -> {
          FloatBuffer p = parameters.flat().floats();
          FloatBuffer g = gradient.flat().floats();
          FloatBuffer m = firstMoment.flat().floats();
          FloatBuffer v = secondMoment.flat().floats();
          float[] ps = new float[FlatLoop.BLOCK];
          float[] gs = new float[FlatLoop.BLOCK];
          float[] ms = new float[FlatLoop.BLOCK];
          float[] vs = new float[FlatLoop.BLOCK];
          return (from, count) -> {
            p.get(from, ps, 0, count);
            g.get(from, gs, 0, count);
            m.get(from, ms, 0, count);
            v.get(from, vs, 0, count);
            for (int i = 0; i < count; i++) {
              float slope = gs[i] * scale;
              ms[i] = beta1 * ms[i] + (1 - beta1) * slope;
              vs[i] = beta2 * vs[i] + (1 - beta2) * slope * slope;
            }
            for (int i = 0; i < count; i++) {
              ps[i] -= stepSize * ms[i] / ((float) Math.sqrt(vs[i] * correction) + epsilon);
            }
            p.put(from, ps, 0, count);
            m.put(from, ms, 0, count);
            v.put(from, vs, 0, count);
            return 0;
          };
        });
  }

  private void decayWeights(float factor) {
    if (factor == 1f) {
      return;
    }
    for (ParameterLayout.Entry entry : parameters.layout().entries()) {
      if (entry.shape().size() == 2) {
        float[] values = parameters.view(entry.name()).toFloats();
        for (int i = 0; i < values.length; i++) {
          values[i] *= factor;
        }
        parameters.view(entry.name()).set(values);
      }
    }
  }

  @Override
  public void close() {
    firstMoment.close();
    secondMoment.close();
  }
}
