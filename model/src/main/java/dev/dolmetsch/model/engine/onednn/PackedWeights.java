package dev.dolmetsch.model.engine.onednn;

import dev.dolmetsch.model.engine.FreeList;
import dev.dolmetsch.model.engine.Int8Weights;
import dev.dolmetsch.model.engine.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Weights in the order in which products read them, and in their type. Each is packed once, when
 * the first product needs it, and then shared by all workers: so what is packed must not change any
 * more. Where products of different sizes want different orders there is a copy for each.
 *
 * <p>Thread-safe.
 */
public final class PackedWeights implements AutoCloseable {
  /**
   * A weight in one order.
   *
   * @param order what it is packed for; a copy of its own
   */
  private record Packed(dnnl_memory_desc order, BytePointer memory, Pointer aligned) {}

  /** A weight is known by where it lies and how much of it there is. */
  private record Weight(long address, int length) {}

  private final Map<Weight, List<Packed>> weights = new HashMap<>();
  private long bytes;

  private final Optional<Int8Weights> int8;

  /** Nothing packed yet. */
  public PackedWeights() {
    this(Optional.empty());
  }

  /**
   * Nothing packed yet.
   *
   * @param int8 quantised weights, for the products that are to be computed with them
   */
  public PackedWeights(Optional<Int8Weights> int8) {
    this.int8 = int8;
  }

  /** Whether there are quantised weights. */
  boolean hasInt8() {
    return int8.isPresent();
  }

  /** How a layer is quantised, if it is. */
  Optional<Int8Weights.Linear> int8(Tensor weight) {
    return int8.flatMap(weights -> weights.of(weight));
  }

  /** Bytes of all packed weights. */
  public synchronized long bytes() {
    return bytes;
  }

  /**
   * A weight in some order.
   *
   * @param weight float32 [O, I]
   * @param order of [I, O]; belongs to the caller
   */
  synchronized Pointer get(Tensor weight, dnnl_memory_desc order, Primitives primitives) {
    List<Packed> packed =
        weights.computeIfAbsent(
            new Weight(weight.address(), weight.length()), key -> new ArrayList<>());
    for (Packed candidate : packed) {
      if (dnnl.dnnl_memory_desc_equal(candidate.order, order) != 0) {
        return candidate.aligned;
      }
    }
    long size = dnnl.dnnl_memory_desc_get_size(order);
    BytePointer memory = new BytePointer(size + FreeList.ALIGNMENT);
    Pointer aligned = Memory.at(memory, Math.floorMod(-memory.address(), FreeList.ALIGNMENT));
    Optional<Int8Weights.Linear> quantised = int8(weight);
    primitives.pack(quantised.isPresent() ? quantised.get().values() : weight, order, aligned);
    packed.add(new Packed(Primitives.copyOf(order), memory, aligned));
    bytes += size;
    return aligned;
  }

  /** Packs a weight that has changed again, in each order in which somebody reads it. */
  synchronized void packAgain(Tensor weight, Primitives primitives) {
    for (Packed packed :
        weights.getOrDefault(new Weight(weight.address(), weight.length()), List.of())) {
      primitives.pack(weight, packed.order, packed.aligned);
    }
  }

  /** Releases the memory; no product may read it any more. */
  @Override
  public synchronized void close() {
    for (List<Packed> all : weights.values()) {
      for (Packed packed : all) {
        dnnl.dnnl_memory_desc_destroy(packed.order);
        packed.memory.close();
      }
    }
    weights.clear();
    bytes = 0;
  }
}
