package dev.dolmetsch.model.engine.nd4j;

/** Heap arrays that the kernels of one worker share, as they run one after the other. */
final class Scratch {
  /** Elements of a block of rows; three of them fit the first cache. */
  private static final int BLOCK = 2048;

  private final float[][] arrays = new float[6][];
  private long[] words = new long[0];
  private final BlockExponential exponential = new BlockExponential();

  /** e^x for many elements. */
  BlockExponential exponential() {
    return exponential;
  }

  /** An array of at least so many elements; each slot is one array. */
  float[] floats(int slot, int length) {
    float[] array = arrays[slot];
    if (array == null || array.length < length) {
      array = new float[length];
      arrays[slot] = array;
    }
    return array;
  }

  /** At least so many words of dropout's mask. */
  long[] words(int length) {
    if (words.length < length) {
      words = new long[length];
    }
    return words;
  }

  /** How many rows of that width make a block. */
  static int rowsPerBlock(int width) {
    return Math.max(1, BLOCK / Math.max(1, width));
  }
}
