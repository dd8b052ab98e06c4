package dev.dolmetsch.model;

import dev.dolmetsch.data.DolmetschException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Names, shapes and places of a Transformer's parameters in one flat float32 array.
 *
 * <p>The order is fixed and part of the file format: embeddings, encoder layers, decoder layers,
 * final norms, output matrix. Weights are [out, in]. Query, key and value weights of a layer stand
 * next to each other, and so do their biases, so that one product can serve all three.
 */
public final class ParameterLayout {
  /** The one matrix of source, target and output, where all are tied. */
  public static final String SHARED_EMBEDDING = "shared_embedding.weight";

  static final String SOURCE_EMBEDDING = "source_embedding.weight";
  static final String TARGET_EMBEDDING = "target_embedding.weight";
  static final String OUTPUT = "output.weight";

  /**
   * One parameter.
   *
   * @param name dotted name, as in {@code model.safetensors}
   * @param shape its extents
   * @param offset first element in the flat array
   */
  public record Entry(String name, List<Long> shape, int offset) {
    /** Number of elements. */
    public int length() {
      return Math.toIntExact(elements(shape));
    }

    /** The extents as an array. */
    public long[] extents() {
      return shape.stream().mapToLong(Long::longValue).toArray();
    }
  }

  private static long elements(List<Long> extents) {
    return extents.stream().reduce(1L, Math::multiplyExact);
  }

  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final int vocabularySize;
  private int length;

  /**
   * The parameters of a model with that vocabulary size V.
   *
   * @throws DolmetschException if they are more than an array can have
   */
  public ParameterLayout(TransformerConfig config, int vocabularySize) {
    this.vocabularySize = vocabularySize;
    int d = config.modelWidth();
    if (config.tieEmbeddings()) {
      add(SHARED_EMBEDDING, vocabularySize, d);
    } else {
      add(SOURCE_EMBEDDING, vocabularySize, d);
      add(TARGET_EMBEDDING, vocabularySize, d);
    }
    for (int layer = 0; layer < config.encoderLayers(); layer++) {
      String prefix = "encoder.layers." + layer;
      addAttention(prefix + ".self_attention", d);
      addFeedForward(prefix, config);
    }
    for (int layer = 0; layer < config.decoderLayers(); layer++) {
      String prefix = "decoder.layers." + layer;
      addAttention(prefix + ".self_attention", d);
      addAttention(prefix + ".cross_attention", d);
      addFeedForward(prefix, config);
    }
    if (config.norm() == NormPosition.PRE) {
      addNorm("encoder.norm", d);
      addNorm("decoder.norm", d);
    }
    if (!config.tieOutput()) {
      add(OUTPUT, vocabularySize, d);
    }
  }

  private void addAttention(String prefix, int d) {
    for (String projection : List.of("query", "key", "value")) {
      add(prefix + "." + projection + ".weight", d, d);
    }
    for (String projection : List.of("query", "key", "value")) {
      add(prefix + "." + projection + ".bias", d);
    }
    add(prefix + ".output.weight", d, d);
    add(prefix + ".output.bias", d);
    addNorm(prefix + "_norm", d);
  }

  private void addFeedForward(String prefix, TransformerConfig config) {
    int d = config.modelWidth();
    int f = config.feedForwardWidth();
    add(prefix + ".feed_forward.inner.weight", f, d);
    add(prefix + ".feed_forward.inner.bias", f);
    add(prefix + ".feed_forward.outer.weight", d, f);
    add(prefix + ".feed_forward.outer.bias", d);
    addNorm(prefix + ".feed_forward_norm", d);
  }

  private void addNorm(String prefix, int d) {
    add(prefix + ".weight", d);
    add(prefix + ".bias", d);
  }

  private void add(String name, long... shape) {
    List<Long> extents = new ArrayList<>();
    for (long extent : shape) {
      extents.add(extent);
    }
    entries.put(name, new Entry(name, List.copyOf(extents), length));
    long end = length + elements(extents);
    if (end > Integer.MAX_VALUE) {
      throw new DolmetschException(
          "the model has more than "
              + Integer.MAX_VALUE
              + " parameters; make it smaller (section model, or subword.vocabulary_size)");
    }
    length = (int) end;
  }

  /** All parameters in their order. */
  public List<Entry> entries() {
    return List.copyOf(entries.values());
  }

  /** All names in their order. */
  public List<String> names() {
    return Collections.unmodifiableList(new ArrayList<>(entries.keySet()));
  }

  /**
   * One parameter.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public Entry entry(String name) {
    Entry entry = entries.get(name);
    if (entry == null) {
      throw new IllegalArgumentException("there is no parameter " + name);
    }
    return entry;
  }

  /** V, the number of pieces. */
  public int vocabularySize() {
    return vocabularySize;
  }

  /** Number of elements of the flat array. */
  public int length() {
    return length;
  }
}
