package dev.dolmetsch.model.engine.choice;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.model.engine.Int8Weights;
import dev.dolmetsch.model.engine.Kernels;
import dev.dolmetsch.model.engine.Tensor;
import dev.dolmetsch.model.engine.nd4j.Nd4jKernels;
import dev.dolmetsch.model.engine.onednn.Bf16Copy;
import dev.dolmetsch.model.engine.onednn.OneDnnKernels;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What computes: the kernels and the precision that a wish comes to on this machine.
 *
 * <p>Immutable.
 */
public final class KernelChoice {
  private final Precision precision;
  private final boolean oneDnn;
  private final boolean bf16;
  private final Optional<String> note;

  private KernelChoice(Precision precision, boolean oneDnn, boolean bf16, Optional<String> note) {
    this.precision = precision;
    this.oneDnn = oneDnn;
    this.bf16 = bf16;
    this.note = note;
  }

  /**
   * Chooses.
   *
   * @throws DolmetschException if this machine or these kernels cannot do what is wished; the
   *     message names the key of the configuration, {@code training.kernels} or {@code
   *     training.precision}
   */
  public static KernelChoice of(KernelKind kind, Precision precision) {
    return of(kind, precision, OneDnnSupport::ofThisMachine);
  }

  /** Chooses for a machine, which is asked only if oneDNN comes into question. */
  static KernelChoice of(KernelKind kind, Precision precision, Supplier<OneDnnSupport> machine) {
    if (kind == KernelKind.ND4J) {
      if (precision == Precision.BF16 || precision == Precision.INT8) {
        throw new DolmetschException(
            "training.precision must be float32 or auto with training.kernels nd4j, but is "
                + name(precision));
      }
      return onNd4j(Optional.empty());
    }
    OneDnnSupport oneDnn = machine.get();
    if (oneDnn.failure().isEmpty()) {
      return onOneDnn(precision, oneDnn);
    }
    String missing = "oneDNN's libraries do not load here (" + oneDnn.failure().get() + ")";
    if (kind == KernelKind.ONEDNN) {
      throw new DolmetschException(
          "training.kernels is onednn, but " + missing + "; set it to auto or nd4j");
    }
    if (precision == Precision.BF16 || precision == Precision.INT8) {
      throw new DolmetschException(
          "training.precision is "
              + name(precision)
              + ", which needs oneDNN, but "
              + missing
              + "; set it to auto or float32");
    }
    return onNd4j(Optional.of(missing + ", so ND4J's slower kernels compute"));
  }

  private static KernelChoice onNd4j(Optional<String> note) {
    return new KernelChoice(Precision.FLOAT32, false, false, note);
  }

  private static KernelChoice onOneDnn(Precision wish, OneDnnSupport oneDnn) {
    if (wish == Precision.BF16 && !oneDnn.computesBf16()) {
      throw new DolmetschException(
          "training.precision is bf16, but oneDNN cannot compute that on this processor (it takes"
              + " AVX-512); set it to auto or float32");
    }
    if (wish == Precision.INT8 && !oneDnn.computesInt8()) {
      throw new DolmetschException(
          "training.precision is int8, but this processor does not multiply that type (it takes"
              + " AVX-512 VNNI); set it to auto or float32");
    }
    boolean bf16 =
        switch (wish) {
          case AUTO, INT8 -> oneDnn.gainsByBf16();
          case FLOAT32 -> false;
          case BF16 -> true;
        };
    Precision products = wish == Precision.INT8 ? wish : bf16 ? Precision.BF16 : Precision.FLOAT32;
    return new KernelChoice(products, true, bf16, Optional.empty());
  }

  private static String name(Precision precision) {
    return precision.name().toLowerCase(Locale.ROOT);
  }

  /**
   * Kernels for workers that train the same parameters.
   *
   * @param parameters all of them, in one float32 array
   * @param threads on which the workers run
   */
  public TrainingKernels forTraining(Tensor parameters, int threads) {
    return new TrainingKernels(
        this::create, bf16 ? Optional.of(new Bf16Copy(parameters, threads)) : Optional.empty());
  }

  /** New kernels, for one worker that shares nothing and whose parameters may change. */
  public Kernels create() {
    return oneDnn ? new OneDnnKernels(bf16) : new Nd4jKernels();
  }

  /** Kernels for workers that translate, whose parameters do not change. */
  public InferenceKernels forInference() {
    return new InferenceKernels(oneDnn, bf16, Optional.empty());
  }

  /** The same with quantised weights, where {@link #precision} is {@link Precision#INT8}. */
  public InferenceKernels forInference(Int8Weights weights) {
    return new InferenceKernels(oneDnn, bf16, Optional.of(weights));
  }

  /** What results depend on, for people and for provenance: {@code oneDNN bf16 (AMX)}, say. */
  public String description() {
    return oneDnn
        ? OneDnnKernels.description(precision == Precision.INT8, bf16)
        : Nd4jKernels.DESCRIPTION;
  }

  /** What products are computed in, never {@link Precision#AUTO}. */
  public Precision precision() {
    return precision;
  }

  /** Why these kernels are not the fastest, in one line; nothing if they are, or were asked for. */
  public Optional<String> note() {
    return note;
  }
}
