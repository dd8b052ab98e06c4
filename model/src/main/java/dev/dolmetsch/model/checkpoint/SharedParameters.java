package dev.dolmetsch.model.checkpoint;

import dev.dolmetsch.model.FlatParameters;
import dev.dolmetsch.model.ParameterLayout;
import dev.dolmetsch.model.TransformerConfig;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One model's parameters, in memory once however many use them: all in the process who read the
 * same file get the same array, and the last of them releases it.
 *
 * <p>Thread-safe.
 */
final class SharedParameters implements AutoCloseable {
  /** What is in memory now. It is the process that shares, so nothing smaller can hold this. */
  private static final Map<Key, Share> SHARES = new ConcurrentHashMap<>();

  /** A file replaced by another of its name is another one. */
  private record Key(Path file, String sha256, TransformerConfig config, int vocabularySize) {}

  private record Share(FlatParameters values, int users) {}

  private final Key key;
  private final FlatParameters values;
  private boolean closed;

  private SharedParameters(Key key, FlatParameters values) {
    this.key = key;
    this.values = values;
  }

  /**
   * The parameters of a model, read now unless somebody has them already.
   *
   * @throws dev.dolmetsch.data.DolmetschException if the file does not fit the layout
   */
  static SharedParameters acquire(
      ModelDirectory directory, TransformerConfig config, ParameterLayout layout) {
    Key key =
        new Key(
            directory.path().toAbsolutePath().normalize(),
            directory.parametersHash(),
            config,
            layout.vocabularySize());
    Share share =
        SHARES.compute(
            key,
            (same, present) ->
                present == null
                    ? new Share(LoadedModel.readParameters(directory, layout), 1)
                    : new Share(present.values(), present.users() + 1));
    return new SharedParameters(key, share.values());
  }

  /** The array, to be read only. */
  FlatParameters values() {
    return values;
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    SHARES.computeIfPresent(
        key,
        (same, share) -> {
          if (share.users() > 1) {
            return new Share(share.values(), share.users() - 1);
          }
          share.values().close();
          return null;
        });
  }
}
