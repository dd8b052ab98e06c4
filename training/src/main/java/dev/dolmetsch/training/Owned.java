package dev.dolmetsch.training;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Things to be closed together, in the order in which they were made, so that an object that owns
 * several can release them when it is closed and when its constructor fails half-way.
 */
final class Owned implements AutoCloseable {
  private final List<AutoCloseable> things = new ArrayList<>();

  /** Takes something over. */
  <T extends AutoCloseable> T add(T thing) {
    things.add(thing);
    return thing;
  }

  /** Closes everything, whatever fails; then throws the first failure. */
  @Override
  public void close() {
    @Nullable RuntimeException failure = null;
    for (AutoCloseable thing : things) {
      try {
        thing.close();
      } catch (Exception e) {
        if (failure == null) {
          failure = e instanceof RuntimeException known ? known : new IllegalStateException(e);
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    things.clear();
    if (failure != null) {
      throw failure;
    }
  }
}
