package dev.dolmetsch.model;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/** Inputs of a decoder-step graph that hold what earlier steps computed, layer by layer. */
final class DecoderCaches {
  private final List<KeysAndValues> self = new ArrayList<>();
  private final List<KeysAndValues> cross = new ArrayList<>();
  private final SDVariable places;
  private final VisibleKeys visible;

  /**
   * Adds the inputs {@code decoder.layers.<i>.{self,cross}_cache.{keys,values}}, {@code
   * cache_places} and {@code visible_entries} to a graph.
   */
  DecoderCaches(SameDiff graph, TransformerConfig config) {
    for (int layer = 0; layer < config.decoderLayers(); layer++) {
      self.add(inputs(graph, selfPrefix(layer), config.modelWidth()));
      cross.add(inputs(graph, crossPrefix(layer), config.modelWidth()));
    }
    places = graph.placeHolder("cache_places", DataType.INT32, -1);
    visible =
        new VisibleKeys.Listed(graph.placeHolder("visible_entries", DataType.FLOAT, -1, -1, -1));
  }

  static String selfPrefix(int layer) {
    return "decoder.layers." + layer + ".self_cache";
  }

  static String crossPrefix(int layer) {
    return "decoder.layers." + layer + ".cross_cache";
  }

  private static KeysAndValues inputs(SameDiff graph, String prefix, int width) {
    return new KeysAndValues(
        graph.placeHolder(prefix + ".keys", DataType.FLOAT, -1, width),
        graph.placeHolder(prefix + ".values", DataType.FLOAT, -1, width));
  }

  KeysAndValues self(int layer) {
    return self.get(layer);
  }

  KeysAndValues cross(int layer) {
    return cross.get(layer);
  }

  /** [N]: the row of the self caches that each hypothesis's new keys and values go to. */
  SDVariable places() {
    return places;
  }

  /** The entries of its sentence's self caches that a hypothesis consists of. */
  VisibleKeys visible() {
    return visible;
  }
}
