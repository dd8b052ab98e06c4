package dev.dolmetsch.model.decode;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.model.checkpoint.LoadedModel;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A model's shortlist, read when it is first wanted.
 *
 * <p>Thread-safe.
 */
public final class ModelShortlist implements Supplier<Shortlist> {
  private final LoadedModel model;
  private @Nullable Shortlist read;

  /** That of a model, which may have none. */
  public ModelShortlist(LoadedModel model) {
    this.model = model;
  }

  /**
   * The shortlist.
   *
   * @throws DolmetschException if there is none that can be used
   */
  @Override
  public synchronized Shortlist get() {
    Shortlist shortlist = read;
    if (shortlist == null) {
      shortlist = Shortlist.of(model.directory(), model.subwords().size());
      read = shortlist;
    }
    return shortlist;
  }
}
