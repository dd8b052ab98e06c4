package dev.dolmetsch.model;

import dev.dolmetsch.model.engine.ElementType;
import dev.dolmetsch.model.engine.FreeList;
import dev.dolmetsch.model.engine.Tensor;
import java.nio.MappedByteBuffer;
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
  /** Where the memory begins, a multiple of bytes: at a cache line. */
  private static final long ALIGNMENT = FreeList.ALIGNMENT;

  private final ParameterLayout layout;
  private final BytePointer memory;
  private final boolean mapped;
  private final Tensor flat;
  private final Map<String, Tensor> views = new LinkedHashMap<>();

  /** All zero. */
  public FlatParameters(ParameterLayout layout) {
    // Products lose a third of their speed on memory that no cache line begins with.
    this(layout, new BytePointer(layout.length() * 4L + ALIGNMENT), false);
    flat.clear();
  }

  private FlatParameters(ParameterLayout layout, BytePointer memory, boolean mapped) {
    this.layout = layout;
    this.memory = memory;
    this.mapped = mapped;
    this.flat = Tensor.alignedIn(memory, ElementType.FLOAT32, layout.length());
    for (ParameterLayout.Entry entry : layout.entries()) {
      views.put(entry.name(), flat.part(entry.offset(), entry.extents()));
    }
  }

  /**
   * Values that are mapped from a file, all of them in the layout's order. They can only be read:
   * writing ends the process.
   *
   * @param file is unmapped some time after the last user of this object is gone
   * @throws IllegalArgumentException if there are more or fewer bytes, or they do not begin at a
   *     multiple of {@value #ALIGNMENT}
   */
  public static FlatParameters mapped(ParameterLayout layout, MappedByteBuffer file) {
    BytePointer memory = new BytePointer(file);
    if (file.remaining() != layout.length() * 4L || memory.address() % ALIGNMENT != 0) {
      throw new IllegalArgumentException(
          file.remaining() + " bytes are not " + layout.length() + " aligned elements");
    }
    return new FlatParameters(layout, memory, true);
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

  /** Whether the values are those of a file, which can only be read. */
  public boolean isMapped() {
    return mapped;
  }

  /** The values' size in bytes. */
  public long bytes() {
    return layout.length() * 4L;
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
    memory.deallocate(); // Unlike close(), it lets go of a mapped buffer, too.
  }
}
