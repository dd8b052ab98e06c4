package dev.dolmetsch.data.subword;

import ai.djl.sentencepiece.jni.SentencePieceLibrary;
import dev.dolmetsch.data.DolmetschException;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * SentencePiece's own encoder, called through DJL's JNI.
 *
 * <p>DJL's library takes Java strings as real UTF-8 but gives strings back as if they were the
 * JVM's modified UTF-8, which breaks every four-byte character. So only {@code encode} is used,
 * which returns ids.
 *
 * <p>The native library lies in DJL's jar and is copied once to {@code
 * $ENGINE_CACHE_DIR/sentencepiece}, else {@code $DJL_CACHE_DIR/sentencepiece}, else {@code
 * ~/.djl.ai/sentencepiece} (each name may be an environment variable or a system property; where
 * the home directory cannot be written to, {@code java.io.tmpdir} takes its place). Nothing is
 * downloaded.
 *
 * <p>Thread-safe: encoding runs in parallel, closing waits for it.
 */
final class NativeEncoder implements AutoCloseable {
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final SentencePieceLibrary library = SentencePieceNatives.library();
  private final long processor;
  private boolean closed;

  /**
   * Hands a model to the native library.
   *
   * @throws DolmetschException if the library cannot be loaded or refuses the model
   */
  NativeEncoder(byte[] model, String name) {
    processor = library.createSentencePieceProcessor();
    try {
      library.loadModelFromBytes(processor, model);
    } catch (RuntimeException e) {
      library.deleteSentencePieceProcessor(processor);
      throw new DolmetschException(
          name + ": is no SentencePiece model, or a damaged one; name another, or train it again",
          e);
    }
  }

  /**
   * The ids of a text.
   *
   * @throws IllegalStateException after {@link #close}
   */
  int[] encode(String text) {
    lock.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("the subword model is closed");
      }
      return library.encode(processor, text);
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        library.deleteSentencePieceProcessor(processor);
      }
    } finally {
      lock.writeLock().unlock();
    }
  }
}
