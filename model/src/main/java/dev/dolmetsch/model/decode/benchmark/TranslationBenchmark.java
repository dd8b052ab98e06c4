package dev.dolmetsch.model.decode.benchmark;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.model.TransformerConfig;
import dev.dolmetsch.model.checkpoint.LoadedModel;
import dev.dolmetsch.model.decode.BeamSearch;
import dev.dolmetsch.model.decode.DecodingOptions;
import dev.dolmetsch.model.decode.ModelShortlist;
import dev.dolmetsch.model.decode.SearchProfile;
import dev.dolmetsch.model.decode.Translation;
import dev.dolmetsch.model.decode.Translator;
import dev.dolmetsch.model.engine.choice.InferenceKernels;
import dev.dolmetsch.model.engine.choice.KernelChoice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * Measures how fast a model translates: all sentences at once, the whole run without loading, the
 * median of {@value #RUNS}; sentences one at a time on one thread; and where the time goes on one
 * thread.
 */
public final class TranslationBenchmark {
  /** Runs of which the median is reported. */
  public static final int RUNS = 3;

  /** Sentences that are translated one at a time, at most. */
  private static final int ALONE = 500;

  private final Path model;
  private final List<String> sentences;
  private final int workers;
  private final KernelChoice kernels;
  private final BiFunction<DecodingOptions, TransformerConfig, DecodingOptions> options;
  private final Supplier<OptionalLong> peakResident;

  /**
   * A benchmark of a model.
   *
   * @param model a model directory, or a run directory, whose best model is taken
   * @param sentences to translate
   * @param workers threads for all sentences at once
   * @param options of the search, made of the model's own and its architecture
   * @param peakResident the most bytes of this process that were ever resident, where that is
   *     known; asked when all sentences were translated at once, before another translator is made
   * @throws DolmetschException if there is no sentence
   */
  public TranslationBenchmark(
      Path model,
      List<String> sentences,
      int workers,
      KernelChoice kernels,
      BiFunction<DecodingOptions, TransformerConfig, DecodingOptions> options,
      Supplier<OptionalLong> peakResident) {
    this.model = model;
    this.sentences = sentences.stream().filter(sentence -> !sentence.isBlank()).toList();
    this.workers = workers;
    this.kernels = kernels;
    this.options = options;
    this.peakResident = peakResident;
    if (this.sentences.isEmpty()) {
      throw new DolmetschException("there is no sentence to translate; give a file with some");
    }
  }

  /** Translates, and says how long it took. */
  public TranslationReport run() {
    long before = System.nanoTime();
    double[] seconds = new double[RUNS];
    double startUp;
    long tokens = 0;
    OptionalLong resident;
    try (Translator translator = Translator.load(model, workers, kernels)) {
      DecodingOptions search = options.apply(translator.defaultOptions(), translator.config());
      translator.translateBatch(sentences.subList(0, 1), search);
      startUp = seconds(before);
      for (int run = 0; run < RUNS; run++) {
        long start = System.nanoTime();
        List<Translation> found = translator.translateBatch(sentences, search);
        seconds[run] = seconds(start);
        tokens = tokens(found);
      }
      resident = peakResident.get();
    }
    return new TranslationReport(
        sentences.size(),
        tokens,
        workers,
        kernels.description(),
        startUp,
        Arrays.stream(seconds).sorted().boxed().toList(),
        resident,
        oneByOne(),
        phases());
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }

  /** Pieces of the best translations, each with its {@code </s>}; a line of no pieces has none. */
  private static long tokens(List<Translation> found) {
    return found.stream()
        .flatMap(each -> each.candidates().stream().limit(1))
        .mapToLong(best -> best.pieces().size() + 1L)
        .sum();
  }

  private Latencies oneByOne() {
    List<String> some = sentences.subList(0, Math.min(ALONE, sentences.size()));
    try (Translator translator = Translator.load(model, 1, kernels)) {
      DecodingOptions search = options.apply(translator.defaultOptions(), translator.config());
      latencies(translator, some, search); // Compiles what is needed.
      return latencies(translator, some, search);
    }
  }

  private static Latencies latencies(
      Translator translator, List<String> sentences, DecodingOptions options) {
    long[] nanoseconds = new long[sentences.size()];
    for (int i = 0; i < nanoseconds.length; i++) {
      long start = System.nanoTime();
      translator.translate(sentences.get(i), options);
      nanoseconds[i] = System.nanoTime() - start;
    }
    return new Latencies(nanoseconds);
  }

  private SearchProfile phases() {
    SearchProfile profile = new SearchProfile();
    try (LoadedModel loaded = LoadedModel.load(model);
        InferenceKernels shared = loaded.kernels(kernels);
        BeamSearch search =
            new BeamSearch(
                loaded.config().model(),
                loaded.parameters(),
                loaded.specials(),
                shared.create(),
                new ModelShortlist(loaded))) {
      DecodingOptions decoding = options.apply(loaded.config().decoding(), loaded.config().model());
      List<int[]> sources = new ArrayList<>();
      for (String sentence : sentences) {
        int[] ids = loaded.subwords().encode(sentence);
        if (ids.length > 0) {
          sources.add(Arrays.copyOf(ids, Math.min(ids.length, decoding.maxSourceLength())));
        }
      }
      search.search(sources, decoding);
      search.profile(profile);
      search.search(sources, decoding);
    }
    return profile;
  }
}
