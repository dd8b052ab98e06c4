package dev.dolmetsch.model.engine;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Weights of linear layers in int8, symmetric: a weight is its integer times its row's scale, a
 * layer's input is an integer times the input's scale (Jacob et al., 2018, without zero points).
 * What lies beyond the input's scale times ±127 is cut.
 *
 * <p>Thread-safe.
 */
public final class Int8Weights {
  private static final int LARGEST = 127;

  private final Map<String, Tensor> parameters;
  private final Map<String, Quantized> weights;
  private final Map<Place, Optional<Linear>> layers = new ConcurrentHashMap<>();

  /**
   * A weight [O, I].
   *
   * @param values [O, I], row by row
   * @param rowScales [O], positive
   * @param inputScale positive
   */
  public record Quantized(ByteBuffer values, FloatBuffer rowScales, float inputScale) {}

  /**
   * A layer as products read it.
   *
   * @param parts the weights that it consists of, one after the other
   * @param rowScales float32 [O]
   * @param inputScale float32 [1]
   */
  public record Linear(List<Quantized> parts, Tensor rowScales, Tensor inputScale) {
    /** A copy of the weights in int8, [O, I]. */
    public Tensor values() {
      int length = parts.stream().mapToInt(part -> part.values.remaining()).sum();
      int rows = rowScales.length();
      Tensor all = Tensor.allocate(ElementType.INT8, rows, length / rows);
      ByteBuffer bytes = all.bytes();
      parts.forEach(part -> bytes.put(part.values.duplicate()));
      return all;
    }
  }

  /** A layer is known by where its weight lies and how much of it there is. */
  private record Place(long address, int length) {}

  /**
   * Weights of these parameters.
   *
   * @param parameters by name, in the order in which they lie in memory; outlive this object
   * @param weights by parameter
   * @throws IllegalArgumentException if one is not a parameter's, or does not have its shape
   */
  public Int8Weights(Map<String, Tensor> parameters, Map<String, Quantized> weights) {
    this.parameters = parameters;
    this.weights = Collections.unmodifiableMap(new TreeMap<>(weights));
    weights.forEach(
        (name, weight) -> {
          Tensor exact = parameter(parameters, name);
          if (exact.rank() != 2
              || exact.length() != weight.values.remaining()
              || exact.rows() != weight.rowScales.remaining()) {
            throw new IllegalArgumentException(name + " was quantised in another shape");
          }
        });
  }

  private static Tensor parameter(Map<String, Tensor> parameters, String name) {
    Tensor parameter = parameters.get(name);
    if (parameter == null) {
      throw new IllegalArgumentException("there is no parameter " + name);
    }
    return parameter;
  }

  /**
   * Quantises weights, each row by its largest one.
   *
   * @param parameters by name, in the order in which they lie in memory; outlive this object
   * @param largestInputs the largest absolute value of the input of each layer
   */
  public static Int8Weights of(Map<String, Tensor> parameters, Map<String, Float> largestInputs) {
    Map<String, Quantized> weights = new TreeMap<>();
    largestInputs.forEach(
        (name, largest) ->
            weights.put(name, quantize(parameter(parameters, name), scale(largest))));
    return new Int8Weights(parameters, weights);
  }

  private static Quantized quantize(Tensor weight, float inputScale) {
    int rows = weight.rows();
    int width = weight.extent(1);
    FloatBuffer exact = weight.floats();
    ByteBuffer values = ByteBuffer.allocate(weight.length());
    float[] scales = new float[rows];
    float[] row = new float[width];
    for (int i = 0; i < rows; i++) {
      exact.get(i * width, row);
      float largest = 0;
      for (float value : row) {
        largest = Math.max(largest, Math.abs(value));
      }
      scales[i] = scale(largest);
      for (float value : row) {
        values.put((byte) Math.round(value / scales[i]));
      }
    }
    return new Quantized(values.flip(), FloatBuffer.wrap(scales), inputScale);
  }

  private static float scale(float largest) {
    float scale = largest / LARGEST;
    return scale >= Float.MIN_NORMAL ? scale : 1f; // Nothing but zeros.
  }

  /** All weights by parameter. */
  public Map<String, Quantized> weights() {
    return weights;
  }

  /**
   * The layer with that weight: one of the parameters, or several that are neighbours; nothing if
   * it is not quantised.
   */
  public Optional<Linear> of(Tensor weight) {
    return layers.computeIfAbsent(
        new Place(weight.address(), weight.length()), place -> layer(names(parameters, weight)));
  }

  /**
   * The parameters that a layer's weight consists of.
   *
   * @param parameters by name
   */
  public static List<String> names(Map<String, Tensor> parameters, Tensor weight) {
    long first = weight.address();
    long end = first + (long) Float.BYTES * weight.length();
    List<String> names = new ArrayList<>();
    parameters.forEach(
        (name, parameter) -> {
          long parameterEnd = parameter.address() + (long) Float.BYTES * parameter.length();
          if (parameter.address() >= first && parameterEnd <= end) {
            names.add(name);
          }
        });
    return names;
  }

  private Optional<Linear> layer(List<String> names) {
    if (names.isEmpty() || !weights.keySet().containsAll(names)) {
      return Optional.empty();
    }
    List<Quantized> parts = names.stream().map(weights::get).toList();
    float inputScale = 0;
    int rows = 0;
    for (Quantized part : parts) {
      inputScale = Math.max(inputScale, part.inputScale);
      rows += part.rowScales.remaining();
    }
    FloatBuffer scales = FloatBuffer.allocate(rows);
    parts.forEach(part -> scales.put(part.rowScales.duplicate()));
    Tensor rowScales = Tensor.allocate(ElementType.FLOAT32, rows);
    rowScales.set(scales.array());
    Tensor input = Tensor.allocate(ElementType.FLOAT32, 1);
    input.set(new float[] {inputScale});
    return Optional.of(new Linear(parts, rowScales, input));
  }
}
