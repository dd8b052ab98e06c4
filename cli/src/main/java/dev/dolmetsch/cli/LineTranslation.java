package dev.dolmetsch.cli;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.model.decode.SourceSentence;
import dev.dolmetsch.model.decode.Translation;
import dev.dolmetsch.model.engine.WorkerThreads;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * Translates lines a chunk at a time and writes a result for each, in their order. With several
 * chunks under way the translator's workers do not run out of sentences while one is finished,
 * written, and the next is read.
 */
final class LineTranslation implements AutoCloseable {
  private final Function<List<SourceSentence>, List<Translation>> translator;
  private final int maxSourceLength;
  private final LineFormat format;
  private final PrefixOptions.Prefixes prefixes;
  private final LinkColumn links;
  private final TranslationProgress progress;
  private final Terminal terminal;
  private final int chunksUnderWay;
  private final ExecutorService threads;

  /** A chunk, and its translations in their order. */
  private record UnderWay(SourceLines.Chunk chunk, Future<List<Translation>> translations) {}

  /**
   * Nothing translated yet.
   *
   * @param translator translates sentences, in their order; called by several threads at once
   * @param maxSourceLength pieces of the longest word that is translated whole, for warnings
   * @param chunksUnderWay chunks that are read before the first of them is written; 1 where whoever
   *     writes the lines waits for results
   */
  LineTranslation(
      Function<List<SourceSentence>, List<Translation>> translator,
      int maxSourceLength,
      LineFormat format,
      PrefixOptions.Prefixes prefixes,
      LinkColumn links,
      TranslationProgress progress,
      Terminal terminal,
      int chunksUnderWay) {
    this.translator = translator;
    this.maxSourceLength = maxSourceLength;
    this.format = format;
    this.prefixes = prefixes;
    this.links = links;
    this.progress = progress;
    this.terminal = terminal;
    this.chunksUnderWay = chunksUnderWay;
    this.threads =
        Executors.newFixedThreadPool(
            chunksUnderWay,
            task -> {
              Thread thread = new Thread(task, "lines");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Translates all lines. Where one or its prefix is refused, those before it are translated and
   * written.
   *
   * @throws DolmetschException if a line or its prefix cannot be read, or is not as the format says
   */
  void run(SourceLines lines, Results results) {
    long first = lines.line();
    Queue<UnderWay> underWay = new ArrayDeque<>();
    boolean more = true;
    RuntimeException refusal = null;
    do {
      while (more && underWay.size() < chunksUnderWay) {
        try {
          more = begin(lines, underWay);
        } catch (RuntimeException e) {
          refusal = e;
          more = false;
        }
      }
      if (!underWay.isEmpty()) {
        finish(underWay.remove(), first, lines.name(), results);
      }
    } while (more || !underWay.isEmpty());
    if (refusal != null) {
      throw refusal;
    }
  }

  /** Hands the next chunk to the translator; false if there is none. */
  private boolean begin(SourceLines lines, Queue<UnderWay> underWay) {
    Optional<SourceLines.Chunk> next = lines.next();
    if (next.isEmpty()) {
      return false;
    }
    PrefixOptions.Attached attached = prefixes.attach(next.get().sentences());
    List<SourceSentence> sentences = attached.sentences();
    if (!sentences.isEmpty()) {
      SourceLines.Chunk chunk = next.get().first(sentences.size());
      underWay.add(new UnderWay(chunk, threads.submit(() -> translator.apply(sentences))));
    }
    if (attached.refusal().isPresent()) {
      throw attached.refusal().get();
    }
    return true;
  }

  private void finish(UnderWay underWay, long first, String name, Results results) {
    SourceLines.Chunk chunk = underWay.chunk();
    long number = chunk.before();
    progress.show(number, number - first, chunk.readBefore());
    List<Translation> translations = await(underWay.translations());
    List<List<String>> columns = links.of(translations);
    progress.erase();
    for (int i = 0; i < translations.size(); i++) {
      number++;
      Translation translation = translations.get(i);
      results.line(format.result(chunk.lines().get(i), number, translation, columns.get(i)));
      if (translation.truncated()) {
        terminal.say(
            "%s:%d: warning: has a word of more than %d pieces; only its beginning is translated"
                + " (raise --max-source-length)",
            name, number, maxSourceLength);
      }
    }
    results.flush();
  }

  private static List<Translation> await(Future<List<Translation>> translations) {
    try {
      return translations.get();
    } catch (ExecutionException e) {
      throw WorkerThreads.failure(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DolmetschException("interrupted while translating; start again", e);
    }
  }

  /** Abandons what is under way. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
