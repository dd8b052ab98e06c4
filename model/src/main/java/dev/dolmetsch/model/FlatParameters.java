package dev.dolmetsch.model;

import dev.dolmetsch.model.engine.ElementType;
import dev.dolmetsch.model.engine.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.BytePointer;

/**
 * One value for every parameter of a layout, in one contiguous off-heap float32 array: parameters,
 * their gradients, or an optimizer's moments. Each parameter is a view of it.
 *
 * <p>Reading from several threads is safe while nobody writes.
 */
public final class FlatParameters implements AutoCloseable {
  private final ParameterLayout layout;
  private final BytePointer memory;
  private final Tensor flat;
  private final Map<String, Tensor> views = new LinkedHashMap<>();

  /** All zero. */
  public FlatParameters(ParameterLayout layout) {
    this.layout = layout;
    // Products lose a third of their speed on memory that no cache line begins with.
    this.memory = new BytePointer(layout.length() * 4L + 64);
    this.flat = Tensor.alignedIn(memory, ElementType.FLOAT32, layout.length());
    for (ParameterLayout.Entry entry : layout.entries()) {
      views.put(entry.name(), flat.part(entry.offset(), entry.extents()));
    }
    flat.clear();
  }

  /**
   * Initial parameters, a function of the seed alone: Xavier uniform for linear weights (Glorot and
   * Bengio, 2010), normal with standard deviation D^(−1/2) for embeddings, one for the gains of
   * norms, zero for biases.
   */
  public static FlatParameters initialise(ParameterLayout layout, long seed) {
    FlatParameters parameters = new FlatParameters(layout);
    SplittableRandom random = new SplittableRandom(seed);
    for (ParameterLayout.Entry entry : layout.entries()) {
      float[] values = new float[entry.length()];
      if (entry.shape().size() == 2) {
        long out = entry.shape().get(0);
        long in = entry.shape().get(1);
        if (entry.name().contains("embedding") || entry.name().equals(ParameterLayout.OUTPUT)) {
          double deviation = 1 / Math.sqrt((double) in);
          for (int i = 0; i < values.length; i++) {
            values[i] = (float) (normal(random) * deviation);
          }
        } else {
          double bound = Math.sqrt(6.0 / (in + out));
          for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((2 * random.nextDouble() - 1) * bound);
          }
        }
      } else if (entry.name().endsWith("norm.weight")) {
        java.util.Arrays.fill(values, 1f);
      }
      parameters.view(entry.name()).set(values);
    }
    return parameters;
  }

  /** Box and Muller (1958), by StrictMath so that every JVM draws the same bits. */
  private static double normal(SplittableRandom random) {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
    return radius * StrictMath.cos(2 * Math.PI * random.nextDouble());
  }

  /** Names, shapes and places. */
  public ParameterLayout layout() {
    return layout;
  }

  /** All values, in the layout's order. */
  public Tensor flat() {
    return flat;
  }

  /** One parameter's values, a view. */
  public Tensor view(String name) {
    Tensor view = views.get(name);
    if (view == null) {
      throw new IllegalArgumentException("there is no parameter " + name);
    }
    return view;
  }

  /** All views by name. */
  public Map<String, Tensor> views() {
    return java.util.Collections.unmodifiableMap(views);
  }

  /** Releases the memory; no view may be used afterwards. */
  @Override
  public void close() {
    memory.close();
  }
}
