package dev.dolmetsch.model.engine.onednn;

import java.util.Optional;
import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.PointerPointer;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * The oneDNN library of this process: whether its natives load, what the processor lets it do, and
 * its engine.
 *
 * <p>Thread-safe.
 */
public final class OneDnn {
  // Bits of dnnl_cpu_isa_t.
  private static final int AVX2 = 0x4;
  private static final int AVX512 = 0x20;
  private static final int AVX512_VNNI = 0x40;
  private static final int BF16 = 0x80;
  private static final int AMX = 0xe00;

  private OneDnn() {}

  /** Whether oneDNN's natives load on this machine. */
  public static boolean isAvailable() {
    return Library.FAILURE.isEmpty();
  }

  /** Why the natives do not load, in one line; nothing if they do. */
  public static Optional<String> whyUnavailable() {
    return Library.FAILURE;
  }

  /** Whether the processor multiplies bfloat16 itself, so that products gain by it. */
  public static boolean hasBf16() {
    return isAvailable() && has(BF16);
  }

  /**
   * Whether products in bfloat16 are possible: without instructions of their own they are emulated
   * from AVX-512 on and refused below it.
   */
  public static boolean canComputeBf16() {
    return isAvailable() && has(AVX512);
  }

  /** Whether vectors of 256 bits are the longest that the processor has. */
  static boolean isLimitedToAvx2() {
    return has(AVX2) && !has(AVX512);
  }

  /** Whether the processor multiplies int8 itself and sums in 32 bits. */
  public static boolean hasInt8() {
    return isAvailable() && has(AVX512_VNNI);
  }

  /** The instructions that products use, for people: {@code AMX}, say. */
  public static String instructionSet() {
    if (has(AMX)) {
      return "AMX";
    }
    if (has(BF16)) {
      return "AVX-512 BF16";
    }
    if (has(AVX512)) {
      return "AVX-512";
    }
    return has(AVX2) ? "AVX2" : "baseline";
  }

  private static boolean has(int bits) {
    return (Processor.INSTRUCTIONS & bits) == bits;
  }

  /**
   * Makes oneDNN run each operation that the calling thread asks for on that thread alone. The
   * OpenMP library keeps this setting for each thread, so every worker thread must call it.
   */
  static void useOneThreadPerOperation() {
    if (!OpenMp.STARTS_WITH_ONE_THREAD) {
      Nd4jNatives.OPS.setOmpNumThreads(1);
    }
  }

  static dnnl_engine engine() {
    return Library.ENGINE;
  }

  /**
   * Fails where oneDNN refused.
   *
   * @param what it was asked for; is made a text of only then
   * @throws IllegalStateException if the status is not success
   */
  static void check(int status, Object what) {
    if (status != dnnl.dnnl_success) {
      throw new IllegalStateException("oneDNN refused " + what + " with status " + status);
    }
  }

  /** What oneDNN makes use of, which does not change. */
  private static final class Processor {
    static final int INSTRUCTIONS = dnnl.dnnl_get_effective_cpu_isa();
  }

  /** The OpenMP library that oneDNN and ND4J share. */
  private static final class OpenMp {
    /**
     * Whether it gives every thread one thread, as the launcher has it: nobody need ask then,
     * unless a program has given its own threads more.
     */
    static final boolean STARTS_WITH_ONE_THREAD = "1".equals(System.getenv("OMP_NUM_THREADS"));
  }

  /** What hands calls on to OpenMP. Loading it takes a fifth of a second. */
  private static final class Nd4jNatives {
    static final NativeOps OPS;

    static {
      Nd4j.getBackend();
      OPS = NativeOpsHolder.getInstance().getDeviceNativeOps();
    }
  }

  /** Loaded when first asked for. */
  private static final class Library {
    static final Optional<String> FAILURE;
    static final dnnl_engine ENGINE;

    static {
      String failure = null;
      dnnl_engine engine = new dnnl_engine();
      try {
        PointerPointer<dnnl_engine> slot = new PointerPointer<>(1);
        check(dnnl.dnnl_engine_create(slot, dnnl.dnnl_cpu, 0), "a CPU engine");
        engine = new dnnl_engine(slot.get(0));
        slot.close();
      } catch (LinkageError | RuntimeException e) {
        failure = String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
      }
      FAILURE = Optional.ofNullable(failure);
      ENGINE = engine;
    }
  }
}
