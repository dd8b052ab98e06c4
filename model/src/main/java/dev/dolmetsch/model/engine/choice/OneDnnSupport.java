package dev.dolmetsch.model.engine.choice;

import dev.dolmetsch.model.engine.onednn.OneDnn;
import java.util.Optional;

/**
 * What oneDNN can do on a machine.
 *
 * @param failure why its libraries do not load, in one line; nothing if they do
 * @param computesBf16 whether it has bfloat16 products there, be they emulated
 * @param gainsByBf16 whether the processor multiplies bfloat16 itself
 * @param computesInt8 whether the processor multiplies int8 itself
 */
record OneDnnSupport(
    Optional<String> failure, boolean computesBf16, boolean gainsByBf16, boolean computesInt8) {
  /** Loads oneDNN. */
  static OneDnnSupport ofThisMachine() {
    return new OneDnnSupport(
        OneDnn.whyUnavailable(), OneDnn.canComputeBf16(), OneDnn.hasBf16(), OneDnn.hasInt8());
  }
}
