package dev.dolmetsch.model.decode;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.data.batch.SpecialIds;
import dev.dolmetsch.data.corpus.Direction;
import dev.dolmetsch.data.subword.SubwordModel;
import dev.dolmetsch.model.FlatParameters;
import dev.dolmetsch.model.TransformerConfig;
import dev.dolmetsch.model.checkpoint.LoadedModel;
import dev.dolmetsch.model.checkpoint.ModelDirectory;
import dev.dolmetsch.model.engine.Kernels;
import dev.dolmetsch.model.engine.choice.InferenceKernels;
import dev.dolmetsch.model.engine.choice.KernelChoice;
import dev.dolmetsch.model.engine.choice.KernelKind;
import dev.dolmetsch.model.engine.choice.Precision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Translates sentences with a saved model.
 *
 * <pre>{@code
 * try (Translator translator = Translator.load(Path.of("runs/quickstart"))) {
 *   String one = translator.translate("The dog sleeps.");
 *   List<String> many = translator.translateBatch(List.of("The dog sleeps.", "The cat runs."));
 *   CompletableFuture<String> later = translator.translateAsync("The dog sleeps.");
 *   translator.translateStreaming("The dog sleeps.", System.out::print);
 *   DecodingOptions three = translator.defaultOptions().withNBest(3);
 *   translator.translate("The dog sleeps.", three).candidates().forEach(System.out::println);
 * }
 * }</pre>
 *
 * <p>Thread-safe: one translator serves any number of callers. Whatever they want waits in one
 * queue, from which one worker per core takes what can be computed together, so that many callers
 * with a sentence each are served about as fast as one with many sentences.
 *
 * <p>The parameters are shared by all translators of one directory in this process, and mapped from
 * {@code model.safetensors} where that file permits it ({@link #memory}). Do not write to the files
 * of a model that is in use; replace the directory.
 */
public final class Translator implements AutoCloseable {
  private final LoadedModel model;
  private final Supplier<Kernels> exactKernels;

  /** What the workers share, and nobody else. */
  private final Optional<InferenceKernels> shared;

  private final SearchPool pool;

  /** Held for reading by all who use the parameters, for writing by {@link #close}. */
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

  private volatile boolean closing;
  private boolean closed;

  private Translator(
      LoadedModel model,
      int workers,
      Supplier<Kernels> kernels,
      Supplier<Kernels> exactKernels,
      Optional<InferenceKernels> shared) {
    this.model = model;
    this.exactKernels = exactKernels;
    this.shared = shared;
    this.pool =
        new SearchPool(
            workers,
            () ->
                new BeamSearch(
                    model.config().model(), model.parameters(), model.specials(), kernels.get()));
  }

  /**
   * Loads a model, to be run by one worker per core on the fastest kernels of this machine.
   *
   * @param modelOrRunDirectory a model directory, or a run directory, whose best model is taken
   * @throws DolmetschException if there is no model that can be used
   */
  public static Translator load(Path modelOrRunDirectory) {
    int workers = Runtime.getRuntime().availableProcessors();
    return load(modelOrRunDirectory, workers, KernelChoice.of(KernelKind.AUTO, Precision.AUTO));
  }

  /**
   * Loads a model to be run by so many workers on these kernels.
   *
   * @param workers sentences are translated by so many threads, at least 1
   */
  public static Translator load(Path modelOrRunDirectory, int workers, KernelChoice choice) {
    requireWorkers(workers);
    LoadedModel model = LoadedModel.load(modelOrRunDirectory);
    InferenceKernels kernels = choice.forInference();
    KernelChoice exact = KernelChoice.of(KernelKind.ND4J, Precision.FLOAT32);
    return new Translator(model, workers, kernels::create, exact::create, Optional.of(kernels));
  }

  /**
   * Loads a model to be run by so many workers on these kernels.
   *
   * @param workers sentences are translated by so many threads, at least 1
   * @param kernels makes each worker's kernels
   */
  public static Translator load(Path modelOrRunDirectory, int workers, Supplier<Kernels> kernels) {
    requireWorkers(workers);
    LoadedModel model = LoadedModel.load(modelOrRunDirectory);
    return new Translator(model, workers, kernels, kernels, Optional.empty());
  }

  private static void requireWorkers(int workers) {
    if (workers < 1) {
      throw new IllegalArgumentException("workers must be at least 1, but are " + workers);
    }
  }

  /**
   * Translates a sentence by the model's own decoding options. A blank one stays blank.
   *
   * @throws IllegalStateException after {@link #close}
   * @throws DolmetschException if the thread is interrupted; it stays so
   */
  public String translate(String sentence) {
    return translate(sentence, defaultOptions()).text();
  }

  /** As {@link #translate(String)}, with all that is known of the translation. */
  public Translation translate(String sentence, DecodingOptions options) {
    return translateBatch(List.of(sentence), options).get(0);
  }

  /** As {@link #translateBatch(List, DecodingOptions)}, by the model's own decoding options. */
  public List<String> translateBatch(List<String> sentences) {
    return translateBatch(sentences, defaultOptions()).stream().map(Translation::text).toList();
  }

  /** Another name of {@link #translateBatch(List, DecodingOptions)}. */
  public List<Translation> translate(List<String> sentences, DecodingOptions options) {
    return translateBatch(sentences, options);
  }

  /**
   * Translates sentences, those of similar length together. They are numbered in their order. What
   * is longer than {@code maxSourceLength} is divided at the ends of its sentences, else between
   * clauses or words, and its parts' translations are joined with spaces.
   *
   * @return the translations in the sentences' order
   * @throws IllegalStateException after {@link #close}
   * @throws DolmetschException if the thread is interrupted; it stays so
   */
  public List<Translation> translateBatch(List<String> sentences, DecodingOptions options) {
    List<SourceSentence> numbered = new ArrayList<>();
    for (String sentence : sentences) {
      numbered.add(new SourceSentence(sentence, "", numbered.size()));
    }
    return translateAll(numbered, options);
  }

  /**
   * Translates sentences with prefixes and numbers of their own, those of similar length together.
   *
   * @return the translations in the sentences' order
   * @throws IllegalStateException after {@link #close}
   * @throws DolmetschException if the thread is interrupted; it stays so
   */
  public List<Translation> translateAll(List<SourceSentence> sentences, DecodingOptions options) {
    return whileOpen(
        () -> longSentences(options).translate(sentences, parts -> translateParts(parts, options)));
  }

  private LongSentences longSentences(DecodingOptions options) {
    return new LongSentences(options.maxSourceLength(), text -> subwords().encode(text).length);
  }

  private List<Translation> translateParts(List<SourceSentence> parts, DecodingOptions options) {
    List<Source> sources = new ArrayList<>();
    List<SearchRequest> requests = new ArrayList<>();
    for (SourceSentence part : parts) {
      Source source = source(part.text(), options);
      sources.add(source);
      if (!source.blank()) {
        int[] prefix = subwords().encode(part.prefix());
        SearchInput input = new SearchInput(source.ids(), prefix, part.number());
        requests.add(new SearchRequest(input, options));
      }
    }
    pool.submitAll(requests);
    Iterator<List<Hypothesis>> found = SearchRequest.await(requests).iterator();
    return sources.stream()
        .map(source -> source.blank() ? source.untranslated() : translation(source, found.next()))
        .toList();
  }

  /** As {@link #translateAsync(String, DecodingOptions)}, by the model's own decoding options. */
  public CompletableFuture<String> translateAsync(String sentence) {
    return async(sentence, defaultOptions(), Translation::text);
  }

  /**
   * Translates a sentence while the caller goes on.
   *
   * <p>Cancelling the future, or completing it in any other way, takes the sentence out of the
   * queue. Actions that depend on it run on {@link CompletableFuture#defaultExecutor}'s threads,
   * never on a worker: they may take their time, translate, or close the translator.
   *
   * @return is completed exceptionally with what went wrong, if something did
   * @throws IllegalStateException after {@link #close}
   */
  public CompletableFuture<Translation> translateAsync(String sentence, DecodingOptions options) {
    return async(sentence, options, translation -> translation);
  }

  private <T> CompletableFuture<T> async(
      String sentence, DecodingOptions options, Function<Translation, T> view) {
    return whileOpen(
        () -> {
          List<String> parts = longSentences(options).parts(sentence);
          return parts.size() > 1
              ? asyncParts(sentence, parts, options, view)
              : asyncPart(sentence, options, view);
        });
  }

  private <T> CompletableFuture<T> asyncPart(
      String sentence, DecodingOptions options, Function<Translation, T> view) {
    Source source = source(sentence, options);
    if (source.blank()) {
      return CompletableFuture.completedFuture(view.apply(source.untranslated()));
    }
    SearchRequest request = new SearchRequest(source.ids(), options);
    CompletableFuture<T> promise = request.promise(found -> view.apply(translation(source, found)));
    pool.submit(request);
    return promise;
  }

  private <T> CompletableFuture<T> asyncParts(
      String sentence, List<String> parts, DecodingOptions options, Function<Translation, T> view) {
    List<CompletableFuture<Translation>> translations =
        parts.stream().map(part -> asyncPart(part, options, translation -> translation)).toList();
    CompletableFuture<T> promise =
        CompletableFuture.allOf(translations.toArray(CompletableFuture<?>[]::new))
            .thenApply(
                done ->
                    view.apply(
                        LongSentences.join(
                            sentence,
                            translations.stream().map(CompletableFuture::join).toList())));
    var unusedEnding =
        promise.whenComplete(
            (whole, failure) -> translations.forEach(translation -> translation.cancel(false)));
    return promise;
  }

  /**
   * As {@link #translateStreaming(String, DecodingOptions, Consumer)}, by the model's own decoding
   * options, but greedily.
   */
  public String translateStreaming(String sentence, Consumer<String> listener) {
    return translateStreaming(sentence, defaultOptions().greedy(), listener).text();
  }

  /**
   * Translates a sentence greedily and hands out the text as it is decided.
   *
   * @param options their beam size must be 1: a wider beam changes its mind
   * @param listener is given parts of the text, none empty, each of whole characters; one after the
   *     other they are exactly the translation's text. It is called on the caller's thread, so that
   *     a slow one delays nobody else, and must not close the translator. What it throws ends the
   *     translation and is thrown here.
   * @return the finished translation
   * @throws IllegalArgumentException if the beam size is not 1
   * @throws IllegalStateException after {@link #close}
   * @throws DolmetschException if the thread is interrupted; it stays so
   */
  public Translation translateStreaming(
      String sentence, DecodingOptions options, Consumer<String> listener) {
    return whileOpen(
        () -> {
          List<Translation> translations = new ArrayList<>();
          for (String part : longSentences(options).parts(sentence)) {
            boolean first = translations.stream().allMatch(done -> done.text().isEmpty());
            translations.add(streamPart(part, options, first ? listener : afterSpace(listener)));
          }
          return LongSentences.join(sentence, translations);
        });
  }

  /** Puts a space before the first part of the text. */
  private static Consumer<String> afterSpace(Consumer<String> listener) {
    AtomicBoolean begun = new AtomicBoolean();
    return text -> listener.accept(begun.getAndSet(true) ? text : " " + text);
  }

  private Translation streamPart(
      String sentence, DecodingOptions options, Consumer<String> listener) {
    DecidedPieces pieces = new DecidedPieces(subwords().decodeStream());
    Source source = source(sentence, options);
    if (source.blank()) {
      return source.untranslated();
    }
    SearchRequest request = SearchRequest.streaming(source.ids(), options, pieces::add);
    var unusedEnding = request.result().whenComplete((found, failure) -> pieces.end());
    pool.submit(request);
    try {
      pieces.forEachText(listener);
      return translation(source, SearchRequest.await(List.of(request)).get(0));
    } finally {
      request.result().cancel(false); // Where the listener threw; else it is there already.
    }
  }

  /**
   * Does something with the parameters; {@link #close} waits until it is done.
   *
   * @throws IllegalStateException after {@link #close}
   */
  public <T> T whileOpen(Supplier<T> work) {
    boolean partOfOther = lock.getReadHoldCount() > 0; // Which has to be finished.
    if (closing && !partOfOther) {
      throw closedFailure();
    }
    lock.readLock().lock();
    try {
      if (closed) {
        throw closedFailure();
      }
      return work.get();
    } finally {
      lock.readLock().unlock();
    }
  }

  private static IllegalStateException closedFailure() {
    return new IllegalStateException("the translator is closed");
  }

  private Source source(String sentence, DecodingOptions options) {
    return Source.of(sentence, subwords(), options.maxSourceLength());
  }

  private Translation translation(Source source, List<Hypothesis> found) {
    return new Translation(
        source.sentence(), found.stream().map(this::candidate).toList(), source.truncated());
  }

  private Translation.Candidate candidate(Hypothesis hypothesis) {
    int[] ids = hypothesis.ids();
    return new Translation.Candidate(
        subwords().decode(ids),
        hypothesis.score(),
        hypothesis.logProbability(),
        Arrays.stream(ids).mapToObj(subwords()::piece).toList());
  }

  /** The decoding options of the model's configuration. */
  public DecodingOptions defaultOptions() {
    return model.config().decoding();
  }

  /** Source and target language. */
  public Direction direction() {
    return model.config().direction();
  }

  /** Where the model was loaded from. */
  public ModelDirectory directory() {
    return model.directory();
  }

  /** The model's subwords. */
  public SubwordModel subwords() {
    return model.subwords();
  }

  /** The subword model's special ids. */
  public SpecialIds specials() {
    return model.specials();
  }

  /** The architecture. */
  public TransformerConfig config() {
    return model.config().model();
  }

  /** The parameters, to be read only, and only {@link #whileOpen}. */
  public FlatParameters parameters() {
    return model.parameters();
  }

  /** How much native memory is used now. */
  public MemoryUse memory() {
    return whileOpen(
        () -> {
          FlatParameters parameters = model.parameters();
          long bytes = parameters.bytes();
          long own = pool.ownBytes() + shared.map(InferenceKernels::packedBytes).orElse(0L);
          return parameters.isMapped()
              ? new MemoryUse(bytes, 0, own)
              : new MemoryUse(0, bytes, own);
        });
  }

  /** New float32 kernels, for what is to be seen in all digits. */
  public Kernels newKernels() {
    return exactKernels.get();
  }

  /**
   * Waits until everything that was asked for is translated, then releases the memory. From its
   * beginning on, all further calls are refused.
   *
   * @throws IllegalStateException if it is called by what runs {@link #whileOpen} or listens to a
   *     stream, as it would wait for itself
   */
  @Override
  public void close() {
    if (lock.getReadHoldCount() > 0) {
      throw new IllegalStateException("the translator cannot be closed by its own listener");
    }
    closing = true;
    lock.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        pool.close();
        shared.ifPresent(InferenceKernels::close);
        model.close();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }
}
