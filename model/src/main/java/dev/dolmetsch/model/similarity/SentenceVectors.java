package dev.dolmetsch.model.similarity;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.model.TransformerGraphs;
import dev.dolmetsch.model.decode.BatchEncoder;
import dev.dolmetsch.model.decode.Translator;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * Vectors of sentences: the mean of the encoder's states over all positions of a sentence, that of
 * {@code </s>} included, as the encoder reads it too. Sentences are in the model's source language.
 *
 * <p>Thread-safe; one sentence is encoded at a time.
 */
public final class SentenceVectors implements AutoCloseable {
  private final Translator translator;
  private final int modelWidth;
  private final int maxLength;
  private final BatchEncoder encoder;
  private boolean closed;

  private SentenceVectors(Translator translator) {
    this.translator = translator;
    this.maxLength = translator.defaultOptions().maxSourceLength();
    this.modelWidth = translator.config().modelWidth();
    this.encoder =
        new BatchEncoder(
            translator.config(),
            translator.parameters(),
            translator.specials(),
            List.of(TransformerGraphs.ENCODER_STATES),
            translator.newKernels());
  }

  /**
   * Vectors by a translator's model; the translator stays the caller's to close.
   *
   * @throws IllegalStateException if the translator is closed
   */
  public static SentenceVectors of(Translator translator) {
    return translator.whileOpen(() -> new SentenceVectors(translator));
  }

  /**
   * A sentence's vector, [D].
   *
   * @throws DolmetschException if the sentence is blank or too long
   * @throws IllegalStateException after {@link #close}, or the translator's
   */
  public synchronized float[] vector(String sentence) {
    if (closed) {
      throw new IllegalStateException("the sentence vectors are closed");
    }
    return translator.whileOpen(() -> vectorOpen(sentence));
  }

  private float[] vectorOpen(String sentence) {
    int[] ids = translator.subwords().encode(sentence);
    if (ids.length == 0) {
      throw new DolmetschException("a blank sentence has no vector; give one with words");
    }
    if (ids.length > maxLength) {
      throw new DolmetschException(
          "the sentence has "
              + ids.length
              + " pieces, but the model reads at most "
              + maxLength
              + " (decoding.max_source_length); give a shorter one");
    }
    BatchEncoder.Encoded encoded = encoder.run(List.of(ids));
    FloatBuffer states = encoded.plan().tensor(TransformerGraphs.ENCODER_STATES).floats();
    return mean(states, encoded.lengths().get(0));
  }

  private float[] mean(FloatBuffer states, int rows) {
    double[] sums = new double[modelWidth];
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < modelWidth; i++) {
        sums[i] += states.get(row * modelWidth + i);
      }
    }
    float[] mean = new float[modelWidth];
    for (int i = 0; i < modelWidth; i++) {
      mean[i] = (float) (sums[i] / rows);
    }
    return mean;
  }

  /** How near two sentences are to each other; refuses what {@link #vector} refuses. */
  public Similarity compare(String a, String b) {
    return Similarity.of(vector(a), vector(b));
  }

  /** Releases the memory. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      encoder.close();
    }
  }
}
