package dev.dolmetsch.model.engine.onednn;

import java.util.List;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * A oneDNN primitive with memory objects for its arguments, which are pointed at other memory from
 * run to run. Belongs to one thread at a time.
 */
final class Primitive {
  /**
   * One argument.
   *
   * @param index oneDNN's number for it, DNNL_ARG_SRC, say
   * @param layout what is passed
   */
  record Argument(int index, Layout layout) {}

  private final dnnl_primitive primitive;
  private final dnnl_stream stream;
  private final dnnl_memory[] memories;
  private final long[] addresses;
  private final dnnl_exec_arg_t arguments;
  private final Scratchpad scratchpad;
  private int users;

  /**
   * Wraps a primitive.
   *
   * @param primitive destroyed with this object
   * @param needed what the primitive wants of the scratchpad
   */
  Primitive(
      dnnl_primitive primitive,
      dnnl_stream stream,
      List<Argument> signature,
      dnnl_memory_desc needed,
      Scratchpad scratchpad) {
    int last = signature.size();
    this.primitive = primitive;
    this.stream = stream;
    this.memories = new dnnl_memory[last + 1];
    this.addresses = new long[last + 1];
    this.arguments = new dnnl_exec_arg_t(last + 1);
    this.scratchpad = scratchpad;
    for (int i = 0; i < last; i++) {
      dnnl_memory_desc descriptor = signature.get(i).layout().descriptor();
      add(i, signature.get(i).index(), descriptor);
      dnnl.dnnl_memory_desc_destroy(descriptor);
    }
    add(last, dnnl.DNNL_ARG_SCRATCHPAD, needed);
    scratchpad.require(dnnl.dnnl_memory_desc_get_size(needed));
  }

  private void add(int place, int index, dnnl_memory_desc descriptor) {
    try (PointerPointer<dnnl_memory> slot = new PointerPointer<>(1)) {
      OneDnn.check(
          dnnl.dnnl_memory_create(slot, descriptor, OneDnn.engine(), new Pointer()),
          "a memory object");
      memories[place] = new dnnl_memory(slot.get(0));
    }
    arguments.getPointer(place).arg(index).memory(memories[place]);
  }

  /** Runs on memory, in the signature's order. */
  void run(Pointer... memory) {
    for (int i = 0; i < memory.length; i++) {
      point(i, memory[i]);
    }
    point(memory.length, scratchpad.pointer());
    OneDnn.check(
        dnnl.dnnl_primitive_execute(primitive, stream, memories.length, arguments),
        "to run a primitive");
  }

  private void point(int place, Pointer memory) {
    long address = memory.address();
    if (addresses[place] != address) {
      OneDnn.check(dnnl.dnnl_memory_set_data_handle(memories[place], memory), "an address");
      addresses[place] = address;
    }
  }

  void use() {
    users++;
  }

  void release() {
    users--;
  }

  boolean isUsed() {
    return users > 0;
  }

  void destroy() {
    for (dnnl_memory memory : memories) {
      dnnl.dnnl_memory_destroy(memory);
    }
    arguments.close();
    dnnl.dnnl_primitive_destroy(primitive);
  }
}
