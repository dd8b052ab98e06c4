package dev.dolmetsch.model.decode;

import dev.dolmetsch.data.subword.TextStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/** Takes pieces from the worker that decides on them to the thread that waits for their text. */
final class DecidedPieces {
  private static final int END = -1;

  private final TextStream text;
  private final BlockingQueue<Integer> waiting = new LinkedBlockingQueue<>();

  DecidedPieces(TextStream text) {
    this.text = text;
  }

  /** The next piece; never blocks. */
  void add(int id) {
    waiting.add(id);
  }

  /** There are no more pieces. */
  void end() {
    waiting.add(END);
  }

  /**
   * Hands out the text of the pieces, without empty parts, until they end.
   *
   * @throws dev.dolmetsch.data.DolmetschException if the thread is interrupted; it stays so
   */
  void forEachText(Consumer<String> listener) {
    try {
      for (int id = waiting.take(); id != END; id = waiting.take()) {
        hand(text.append(id), listener);
      }
      hand(text.end(), listener);
    } catch (InterruptedException e) {
      throw SearchRequest.interrupted(e);
    }
  }

  private static void hand(String part, Consumer<String> listener) {
    if (!part.isEmpty()) {
      listener.accept(part);
    }
  }
}
