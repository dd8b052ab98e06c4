package dev.dolmetsch.model.engine.onednn;

import dev.dolmetsch.model.engine.Tensor;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * One worker's primitives, each made once for all plans that need it. Those that no plan needs any
 * more are kept for a while, the last used longest.
 *
 * <p>Belongs to one thread at a time.
 */
final class Primitives {
  /** Unused primitives that are kept: a few plans' worth. */
  private static final int KEPT = 1024;

  private final dnnl_stream stream;
  private final Scratchpad scratchpad = new Scratchpad();
  private boolean closed;
  private final Map<Key, Primitive> primitives = new LinkedHashMap<>(512, 0.75f, true);

  Primitives() {
    try (PointerPointer<dnnl_stream> slot = new PointerPointer<>(1)) {
      OneDnn.check(
          dnnl.dnnl_stream_create(slot, OneDnn.engine(), dnnl.dnnl_stream_default_flags),
          "a stream");
      stream = new dnnl_stream(slot.get(0));
    }
  }

  /** Makes a primitive's descriptor of its arguments' descriptors. */
  @FunctionalInterface
  interface DescriptorFactory {
    /** Fills the slot; returns oneDNN's status. */
    int create(
        PointerPointer<dnnl_primitive_desc> slot,
        List<dnnl_memory_desc> arguments,
        dnnl_primitive_attr attributes);
  }

  /**
   * A primitive.
   *
   * @param name what it is, with all that is not in the arguments
   * @param signature its arguments, without those of the post-operations
   * @param actual the same with extents instead of open ones; none where none is open
   */
  private record Key(
      String name,
      List<Primitive.Argument> signature,
      List<Primitive.Argument> actual,
      PostOps postOps) {
    /** All that it runs on. */
    List<Primitive.Argument> arguments() {
      List<Primitive.Argument> all = new ArrayList<>(actual.isEmpty() ? signature : actual);
      all.addAll(postOps.arguments());
      return all;
    }
  }

  /** A primitive for memory of these layouts. */
  Primitive get(
      String name, List<Primitive.Argument> signature, PostOps postOps, DescriptorFactory factory) {
    return get(name, signature, List.of(), postOps, factory);
  }

  /** A primitive made for layouts with open extents, to be run on memory of closed ones. */
  Primitive get(
      String name,
      List<Primitive.Argument> open,
      List<Primitive.Argument> actual,
      PostOps postOps,
      DescriptorFactory factory) {
    Primitive primitive =
        primitives.computeIfAbsent(
            new Key(name, open, actual, postOps), key -> create(key, factory));
    primitive.use();
    return primitive;
  }

  /** oneDNN keeps what it made of equal descriptors, so an equal primitive costs little. */
  private Primitive create(Key key, DescriptorFactory factory) {
    List<dnnl_memory_desc> descriptors =
        key.signature.stream().map(argument -> argument.layout().descriptor()).toList();
    dnnl_primitive_attr attributes = key.postOps.attributes();
    try (PointerPointer<dnnl_primitive_desc> slot = new PointerPointer<>(1);
        PointerPointer<dnnl_primitive> result = new PointerPointer<>(1)) {
      OneDnn.check(factory.create(slot, descriptors, attributes), key);
      dnnl_primitive_desc descriptor = new dnnl_primitive_desc(slot.get(0));
      OneDnn.check(dnnl.dnnl_primitive_create(result, descriptor), key.name);
      // Owned by the primitive's descriptor.
      dnnl_memory_desc needed =
          new dnnl_memory_desc(
              dnnl.dnnl_primitive_desc_query_md(descriptor, dnnl.dnnl_query_scratchpad_md, 0));
      Primitive primitive =
          new Primitive(
              new dnnl_primitive(result.get(0)), stream, key.arguments(), needed, scratchpad);
      dnnl.dnnl_primitive_desc_destroy(descriptor);
      return primitive;
    } finally {
      descriptors.forEach(dnnl::dnnl_memory_desc_destroy);
      dnnl.dnnl_primitive_attr_destroy(attributes);
    }
  }

  /** Copies a weight [O, I] into memory that has an order of [I, O]. */
  void pack(Tensor weight, dnnl_memory_desc order, Pointer to) {
    Layout layout = Layout.rows(weight).transposed();
    dnnl_memory_desc from = layout.descriptor();
    try (PointerPointer<dnnl_primitive_desc> slot = new PointerPointer<>(1);
        PointerPointer<dnnl_primitive> result = new PointerPointer<>(1);
        PointerPointer<dnnl_memory> source = new PointerPointer<>(1);
        PointerPointer<dnnl_memory> target = new PointerPointer<>(1);
        dnnl_exec_arg_t arguments = new dnnl_exec_arg_t(2)) {
      dnnl_primitive_attr attributes = PostOps.NONE.attributes();
      OneDnn.check(
          dnnl.dnnl_reorder_primitive_desc_create(
              slot, from, OneDnn.engine(), order, OneDnn.engine(), attributes),
          "to pack " + weight);
      dnnl_primitive_desc descriptor = new dnnl_primitive_desc(slot.get(0));
      OneDnn.check(dnnl.dnnl_primitive_create(result, descriptor), "to pack " + weight);
      dnnl_primitive reorder = new dnnl_primitive(result.get(0));
      OneDnn.check(
          dnnl.dnnl_memory_create(source, from, OneDnn.engine(), weight.raw()), "a weight");
      OneDnn.check(dnnl.dnnl_memory_create(target, order, OneDnn.engine(), to), "a weight");
      dnnl_memory sourceMemory = new dnnl_memory(source.get(0));
      dnnl_memory targetMemory = new dnnl_memory(target.get(0));
      arguments.getPointer(0).arg(dnnl.DNNL_ARG_FROM).memory(sourceMemory);
      arguments.getPointer(1).arg(dnnl.DNNL_ARG_TO).memory(targetMemory);
      OneDnn.check(dnnl.dnnl_primitive_execute(reorder, stream, 2, arguments), "to pack");
      dnnl.dnnl_memory_destroy(sourceMemory);
      dnnl.dnnl_memory_destroy(targetMemory);
      dnnl.dnnl_primitive_destroy(reorder);
      dnnl.dnnl_primitive_desc_destroy(descriptor);
      dnnl.dnnl_primitive_attr_destroy(attributes);
    } finally {
      dnnl.dnnl_memory_desc_destroy(from);
      Reference.reachabilityFence(weight); // oneDNN has its address alone.
    }
  }

  /** A copy of a descriptor, to be destroyed by the caller. */
  static dnnl_memory_desc copyOf(dnnl_memory_desc descriptor) {
    try (PointerPointer<dnnl_memory_desc> slot = new PointerPointer<>(1)) {
      OneDnn.check(dnnl.dnnl_memory_desc_clone(slot, descriptor), "a copy of a descriptor");
      return new dnnl_memory_desc(slot.get(0));
    }
  }

  /** Destroys those that no kernel uses, if there are too many. */
  void trim() {
    if (primitives.size() > KEPT) {
      long unused = primitives.values().stream().filter(p -> !p.isUsed()).count();
      Iterator<Primitive> eldest = primitives.values().iterator();
      while (unused > KEPT && eldest.hasNext()) {
        Primitive primitive = eldest.next();
        if (!primitive.isUsed()) {
          eldest.remove();
          primitive.destroy();
          unused--;
        }
      }
    }
  }

  /** Destroys all; several runners that share them may each do so. */
  void close() {
    if (closed) {
      return;
    }
    closed = true;
    primitives.values().forEach(Primitive::destroy);
    primitives.clear();
    scratchpad.close();
    dnnl.dnnl_stream_destroy(stream);
  }
}
