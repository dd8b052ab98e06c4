package dev.dolmetsch.model;

import dev.dolmetsch.model.ops.CacheWrite;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** What attention looks at: keys and values, both [B·S, D]. */
record KeysAndValues(SDVariable keys, SDVariable values) {

  /** This cache with new rows written to those places. */
  KeysAndValues write(SameDiff graph, KeysAndValues rows, SDVariable places) {
    return new KeysAndValues(
        new CacheWrite(graph, keys, rows.keys, places).output(),
        new CacheWrite(graph, values, rows.values, places).output());
  }
}
