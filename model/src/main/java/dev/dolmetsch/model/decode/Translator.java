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
import dev.dolmetsch.model.engine.choice.KernelChoice;
import dev.dolmetsch.model.engine.choice.KernelKind;
import dev.dolmetsch.model.engine.choice.Precision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * Translates sentences with a saved model.
 *
 * <pre>{@code
 * try (Translator translator = Translator.load(Path.of("runs/quickstart"))) {
 *   System.out.println(translator.translate("The dog sleeps."));
 * }
 * }</pre>
 *
 * <p>Thread-safe; one worker per core serves all callers.
 */
public final class Translator implements AutoCloseable {
  private final LoadedModel model;
  private final Supplier<Kernels> kernels;
  private final SearchPool pool;

  /** Held for reading by all who use the parameters, for writing by {@link #close}. */
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  private boolean closed;

  private Translator(LoadedModel model, int workers, Supplier<Kernels> kernels) {
    this.model = model;
    this.kernels = kernels;
    this.pool =
        new SearchPool(
            workers,
            () ->
                new BeamSearch(
                    model.config().model(), model.parameters(), model.specials(), kernels.get()));
  }

  /**
   * Loads a model.
   *
   * @param modelOrRunDirectory a model directory, or a run directory, whose best model is taken
   * @throws DolmetschException if there is no model that can be used
   */
  public static Translator load(Path modelOrRunDirectory) {
    KernelChoice kernels = KernelChoice.of(KernelKind.ND4J, Precision.FLOAT32);
    int workers = Runtime.getRuntime().availableProcessors();
    return load(modelOrRunDirectory, workers, kernels::create);
  }

  /**
   * Loads a model to be run by so many workers on these kernels.
   *
   * @param workers sentences are translated by so many threads, at least 1
   * @param kernels makes each worker's kernels
   */
  public static Translator load(Path modelOrRunDirectory, int workers, Supplier<Kernels> kernels) {
    if (workers < 1) {
      throw new IllegalArgumentException("workers must be at least 1, but are " + workers);
    }
    return new Translator(LoadedModel.load(modelOrRunDirectory), workers, kernels);
  }

  /**
   * Translates a sentence by the model's own decoding options. A blank one stays blank.
   *
   * @throws IllegalStateException after {@link #close}
   */
  public String translate(String sentence) {
    return translate(List.of(sentence), defaultOptions()).get(0).text();
  }

  /**
   * Translates sentences, those of similar length together. What is longer than {@code
   * maxSourceLength} is divided at the ends of its sentences, else between clauses or words, and
   * its parts' translations are joined with spaces.
   *
   * @return the translations in the sentences' order
   * @throws IllegalStateException after {@link #close}
   */
  public List<Translation> translate(List<String> sentences, DecodingOptions options) {
    LongSentences longSentences =
        new LongSentences(options.maxSourceLength(), text -> subwords().encode(text).length);
    return whileOpen(
        () -> longSentences.translate(sentences, parts -> translateOpen(parts, options)));
  }

  /**
   * Does something with the parameters; {@link #close} waits until it is done.
   *
   * @throws IllegalStateException after {@link #close}
   */
  public <T> T whileOpen(Supplier<T> work) {
    lock.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("the translator is closed");
      }
      return work.get();
    } finally {
      lock.readLock().unlock();
    }
  }

  private List<Translation> translateOpen(List<String> sentences, DecodingOptions options) {
    List<Translation> translations = new ArrayList<>();
    List<int[]> sources = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    for (String sentence : sentences) {
      int[] ids = subwords().encode(sentence);
      boolean truncated = ids.length > options.maxSourceLength();
      if (ids.length > 0) {
        sources.add(truncated ? Arrays.copyOf(ids, options.maxSourceLength()) : ids);
        places.add(translations.size());
      }
      translations.add(new Translation(sentence, List.of(), truncated));
    }
    List<List<Hypothesis>> found = pool.search(sources, options);
    for (int i = 0; i < found.size(); i++) {
      Translation blank = translations.get(places.get(i));
      List<Translation.Candidate> candidates = found.get(i).stream().map(this::candidate).toList();
      translations.set(
          places.get(i), new Translation(blank.source(), candidates, blank.truncated()));
    }
    return Collections.unmodifiableList(translations);
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

  /** New kernels of the kind that translates. */
  public Kernels newKernels() {
    return kernels.get();
  }

  /** Waits for what is under way, then releases the memory. */
  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        pool.close();
        model.close();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }
}
