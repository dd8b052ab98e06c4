package dev.dolmetsch.model.decode;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.model.engine.WorkerThreads;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A source on its way through a {@link SearchPool}: what is to be searched for, and where what has
 * been found goes.
 *
 * <p>The worker that searches calls {@link #decided} (if it wants to), then {@link #complete} or
 * {@link #fail}; whoever made the request waits for {@link #result}, and may cancel that.
 */
final class SearchRequest {
  private final SearchInput input;
  private final int[] source;
  private final DecodingOptions options;
  private final Optional<IntConsumer> listener;
  private final CompletableFuture<List<Hypothesis>> result = new CompletableFuture<>();

  /** Pieces that the listener was told. */
  private int told;

  /**
   * A request whose hypotheses are wanted when they are finished.
   *
   * @param source ids without special ids
   * @throws IllegalArgumentException if the source is empty
   */
  SearchRequest(int[] source, DecodingOptions options) {
    this(new SearchInput(source, new int[0], 0), options);
  }

  /** As the other one, for a source with a prefix and a number. */
  SearchRequest(SearchInput input, DecodingOptions options) {
    this(input, options, Optional.empty());
  }

  private SearchRequest(
      SearchInput input, DecodingOptions options, Optional<IntConsumer> listener) {
    this.input = input;
    this.source = input.source();
    this.options = options;
    this.listener = listener;
  }

  /**
   * A request whose pieces are wanted one by one, which needs a beam of one: all wider ones change
   * their mind.
   *
   * @param listener is told each piece of the translation once and in order, before the result is
   *     there; by the worker, so it must neither block nor throw
   * @throws IllegalArgumentException if the beam is wider
   */
  static SearchRequest streaming(SearchInput input, DecodingOptions options, IntConsumer listener) {
    if (options.hypotheses() != 1) {
      throw new IllegalArgumentException(
          "pieces are decided one by one only with decoding.beam_size 1, but it is "
              + options.hypotheses());
    }
    return new SearchRequest(input, options, Optional.of(listener));
  }

  /** The source with its prefix and number. */
  SearchInput input() {
    return input;
  }

  /** The source's ids without special ids; not to be written. */
  int[] source() {
    return source;
  }

  /** How to search. */
  DecodingOptions options() {
    return options;
  }

  /** The hypotheses, best first, once they are found; cancelling it abandons the request. */
  CompletableFuture<List<Hypothesis>> result() {
    return result;
  }

  /** Whether nobody waits any longer, so that searching on would be in vain. */
  boolean abandoned() {
    return result.isDone();
  }

  /** Whether somebody wants to know each piece as soon as it is decided. */
  boolean streaming() {
    return listener.isPresent();
  }

  /**
   * Says which piece greedy search has decided on, not {@code </s>}. One that was told already, by
   * a search that was given up, is not told again.
   *
   * @param position its place in the translation, from 0
   */
  void decided(int position, int id) {
    if (position == told && listener.isPresent() && !abandoned()) {
      told++;
      listener.get().accept(id);
    }
  }

  /** Ends the request. A listener is told first what it has not been told yet. */
  void complete(List<Hypothesis> hypotheses) {
    if (streaming()) {
      int[] ids = hypotheses.get(0).ids();
      for (int position = told; position < ids.length; position++) {
        decided(position, ids[position]);
      }
    }
    result.complete(hypotheses);
  }

  /** Ends the request without success. */
  void fail(Throwable failure) {
    result.completeExceptionally(failure);
  }

  /**
   * The result for somebody else's use: what they do when it is there runs on no worker's thread,
   * and if they complete it themselves, this request is abandoned.
   *
   * @param view what they want of the hypotheses, made by the worker
   */
  <T> CompletableFuture<T> promise(Function<List<Hypothesis>, T> view) {
    CompletableFuture<T> promise = new CompletableFuture<>();
    var unusedSettling =
        result
            .thenApply(view)
            .whenComplete(
                (value, failure) ->
                    promise.defaultExecutor().execute(() -> settle(promise, value, failure)));
    var unusedAbandoning = promise.whenComplete((value, failure) -> result.cancel(false));
    return promise;
  }

  /**
   * Waits for the results of requests. If one fails, or the thread is interrupted, all that are not
   * finished are abandoned.
   *
   * @throws DolmetschException if the thread is interrupted; it stays so
   */
  static List<List<Hypothesis>> await(List<SearchRequest> requests) {
    try {
      List<List<Hypothesis>> found = new ArrayList<>();
      for (SearchRequest request : requests) {
        found.add(request.result.get());
      }
      return found;
    } catch (ExecutionException e) {
      throw WorkerThreads.failure(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    } finally {
      requests.forEach(request -> request.result.cancel(false));
    }
  }

  /** What to throw where waiting for a translation was interrupted. */
  static DolmetschException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new DolmetschException("interrupted while translating; start again", e);
  }

  private static <T> void settle(
      CompletableFuture<T> promise, T value, @Nullable Throwable failure) {
    if (failure == null) {
      promise.complete(value);
    } else {
      promise.completeExceptionally(cause(failure));
    }
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}
