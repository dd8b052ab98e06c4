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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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

  private final TextTranslator texts;
  private final Lifetime lifetime = new Lifetime("translator");

  private Translator(
      LoadedModel model,
      int workers,
      Supplier<Kernels> kernels,
      Supplier<Kernels> exactKernels,
      Optional<InferenceKernels> shared) {
    this.model = model;
    this.exactKernels = exactKernels;
    this.shared = shared;
    Supplier<Shortlist> shortlist = new ModelShortlist(model);
    this.pool =
        new SearchPool(
            workers,
            () ->
                new BeamSearch(
                    model.config().model(),
                    model.parameters(),
                    model.specials(),
                    kernels.get(),
                    shortlist));
    this.texts = new TextTranslator(model.subwords(), pool, shortlist);
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
    InferenceKernels kernels;
    try {
      kernels = model.kernels(choice);
    } catch (RuntimeException | Error e) {
      model.close();
      throw e;
    }
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
    return whileOpen(() -> texts.translate(sentences, options));
  }

  /** As {@link #translateAsync(String, DecodingOptions)}, by the model's own decoding options. */
  public CompletableFuture<String> translateAsync(String sentence) {
    return translateAsync(sentence, defaultOptions(), Translation::text);
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
    return translateAsync(sentence, options, translation -> translation);
  }

  private <T> CompletableFuture<T> translateAsync(
      String sentence, DecodingOptions options, Function<Translation, T> view) {
    return whileOpen(() -> texts.promise(sentence, options, view));
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
   * @param options of one hypothesis, so with a beam size of 1, or one sample: a wider beam changes
   *     its mind
   * @param listener is given parts of the text, none empty, each of whole characters; one after the
   *     other they are exactly the translation's text. It is called on the caller's thread, so that
   *     a slow one delays nobody else, and must not close the translator. What it throws ends the
   *     translation and is thrown here.
   * @return the finished translation
   * @throws IllegalArgumentException if there are several hypotheses
   * @throws IllegalStateException after {@link #close}
   * @throws DolmetschException if the thread is interrupted; it stays so
   */
  public Translation translateStreaming(
      String sentence, DecodingOptions options, Consumer<String> listener) {
    return whileOpen(() -> texts.stream(sentence, options, listener));
  }

  /**
   * Does something with the parameters; {@link #close} waits until it is done.
   *
   * @throws IllegalStateException after {@link #close}
   */
  public <T> T whileOpen(Supplier<T> work) {
    return lifetime.use(work);
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

  /** How much native memory is used now, as far as {@link MemoryUse} counts it. */
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
    if (lifetime.usedByThisThread()) {
      throw new IllegalStateException("the translator cannot be closed by its own listener");
    }
    lifetime.end(
        () -> {
          pool.close();
          shared.ifPresent(InferenceKernels::close);
          model.close();
        });
  }
}
