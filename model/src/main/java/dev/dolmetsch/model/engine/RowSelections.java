package dev.dolmetsch.model.engine;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The rows that one worker has selected of matrices that do not change. All plans that select as
 * many rows of a matrix share their copy.
 *
 * <p>Belongs to one thread at a time, but for {@link #bytes}.
 */
public final class RowSelections {
  private record Selection(long address, int rows) {}

  private final Map<Selection, SelectedRows> selections = new ConcurrentHashMap<>();

  /** What is selected whenever so many rows of a matrix are wanted. */
  public SelectedRows of(Tensor matrix, int rows) {
    return selections.computeIfAbsent(
        new Selection(matrix.address(), rows), key -> new SelectedRows(rows, matrix.extent(1)));
  }

  /** Native bytes of all copies; may be asked for by any thread. */
  public long bytes() {
    return selections.values().stream().mapToLong(SelectedRows::bytes).sum();
  }
}
