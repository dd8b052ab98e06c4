package dev.dolmetsch.model.engine.onednn;

import dev.dolmetsch.model.engine.ElementType;
import dev.dolmetsch.model.engine.FreeList;
import dev.dolmetsch.model.engine.Kernel;
import dev.dolmetsch.model.engine.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Parameters in bfloat16, as products read them: one copy for all workers that train. It holds what
 * the parameters were when they were last copied.
 *
 * <p>Parts may be copied at the same time by different threads, while nobody reads.
 */
public final class Bf16Copy implements AutoCloseable {
  /** Parts begin where a cache line of the copy does. */
  private static final int PART_MULTIPLE = 64;

  private final Tensor parameters;
  private final Tensor copy;
  private final List<Part> parts = new ArrayList<>();

  /** Copies some elements. Belongs to one thread at a time. */
  private static final class Part implements Kernel {
    private final Tensor from;
    private final Tensor to;
    private @Nullable Primitives primitives;
    private @Nullable Kernel convert;

    Part(Tensor from, Tensor to) {
      this.from = from;
      this.to = to;
    }

    @Override
    public void run() {
      OneDnn.useOneThreadPerOperation(); // Making a primitive counts threads, too.
      if (convert == null) {
        primitives = new Primitives();
        convert =
            new Call(
                RowKernels.convert(primitives, Layout.rows(from), Layout.rows(to)),
                from.raw(),
                to.raw());
      }
      convert.run();
    }

    @Override
    public void close() {
      if (primitives != null) {
        primitives.close();
      }
    }
  }

  /**
   * A copy that nothing has been copied to yet.
   *
   * @param parameters float32, all in one array
   * @param parts into how many parts copying is divided
   */
  public Bf16Copy(Tensor parameters, int parts) {
    this.parameters = parameters;
    this.copy = Tensor.allocate(ElementType.BFLOAT16, parameters.length());
    for (int i = 0; i < parts; i++) {
      int from = start(i, parts);
      int count = (i == parts - 1 ? parameters.length() : start(i + 1, parts)) - from;
      if (count > 0) {
        this.parts.add(new Part(parameters.part(from, count), copy.part(from, count)));
      }
    }
  }

  private int start(int part, int parts) {
    int first = (int) ((long) parameters.length() * part / parts);
    return first / PART_MULTIPLE * PART_MULTIPLE;
  }

  /** What copies a part; each is to be run by one thread at a time. */
  public List<Kernel> parts() {
    return List.copyOf(parts);
  }

  /**
   * The copy of a dense tensor that lies in the parameters; nothing if it does not, or if its copy
   * begins within a cache line, on which products would lose more than the copy saves.
   */
  Optional<Tensor> of(Tensor tensor) {
    long offset = (tensor.address() - parameters.address()) / ElementType.FLOAT32.bytes();
    boolean inside =
        tensor.type() == ElementType.FLOAT32
            && offset >= 0
            && offset + tensor.length() <= parameters.length()
            && offset * ElementType.BFLOAT16.bytes() % FreeList.ALIGNMENT == 0;
    return inside ? Optional.of(copy.part((int) offset, tensor.shape())) : Optional.empty();
  }

  /** Releases what copies; the copy itself goes with its last reader. */
  @Override
  public void close() {
    parts.forEach(Kernel::close);
  }
}
