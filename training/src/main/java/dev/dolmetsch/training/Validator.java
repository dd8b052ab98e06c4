package dev.dolmetsch.training;

import dev.dolmetsch.data.batch.BatchSampler;
import dev.dolmetsch.data.batch.TokenBatch;
import dev.dolmetsch.data.corpus.Direction;
import dev.dolmetsch.model.FlatParameters;
import dev.dolmetsch.model.LossEvaluator;
import dev.dolmetsch.model.decode.BeamSearch;
import dev.dolmetsch.model.decode.DecodingOptions;
import dev.dolmetsch.model.decode.Hypothesis;
import dev.dolmetsch.model.engine.WorkerThreads;
import dev.dolmetsch.model.engine.choice.KernelChoice;
import dev.dolmetsch.model.engine.choice.KernelKind;
import dev.dolmetsch.model.engine.choice.Precision;
import dev.dolmetsch.training.config.TrainingConfig;
import dev.dolmetsch.training.metric.Bleu;
import dev.dolmetsch.training.metric.BleuOptions;
import dev.dolmetsch.training.metric.Chrf;
import dev.dolmetsch.training.metric.ChrfOptions;
import dev.dolmetsch.training.metric.Perplexity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;

/**
 * Measures parameters on the validation set: loss on all of it, translations of a capped sample.
 */
final class Validator implements AutoCloseable {
  private final TrainingConfig config;
  private final PreparedData data;
  private final BatchSampler batches;
  private final WorkerThreads threads;
  private final Owned owned = new Owned();
  private final List<LossEvaluator> evaluators = new ArrayList<>();
  private final List<BeamSearch> searches = new ArrayList<>();

  /** A validator of parameters that may change between its runs. */
  Validator(
      TrainingConfig config,
      PreparedData data,
      FlatParameters parameters,
      BatchSampler batches,
      WorkerThreads threads,
      KernelChoice kernels) {
    this.config = config;
    this.data = data;
    this.batches = batches;
    this.threads = threads;
    // A search has other shapes at each step, for which oneDNN would make primitives each time.
    KernelChoice searchKernels = KernelChoice.of(KernelKind.ND4J, Precision.FLOAT32);
    try {
      for (int i = 0; i < threads.count(); i++) {
        evaluators.add(
            owned.add(
                new LossEvaluator(
                    config.model(),
                    parameters,
                    config.training().labelSmoothing(),
                    data.specials().padding(),
                    kernels.create())));
        searches.add(
            owned.add(
                new BeamSearch(
                    config.model(), parameters, data.specials(), searchKernels.create())));
      }
    } catch (RuntimeException | Error e) {
      owned.close();
      throw e;
    }
  }

  /**
   * Measures; the result's {@code best} is false.
   *
   * @param stop asked between batches by several threads; once true, nothing more is measured
   * @return nothing if it was stopped; a loss that is not finite, and no other figures, where the
   *     model has diverged
   */
  Optional<ValidationResult> run(long update, BooleanSupplier stop) {
    Optional<LossEvaluator.Loss> loss = loss(stop);
    if (loss.isEmpty()) {
      return Optional.empty();
    }
    LossEvaluator.Loss total = loss.get();
    double mean = total.loss() / total.tokens();
    if (!Double.isFinite(mean) || !Double.isFinite(total.negativeLogLikelihood())) {
      return Optional.of(
          new ValidationResult(update, Double.NaN, Double.NaN, Double.NaN, Double.NaN, false));
    }
    Perplexity perplexity = new Perplexity(total.negativeLogLikelihood(), total.tokens());
    double bleu = Double.NaN;
    double chrf = Double.NaN;
    if (!data.sample().isEmpty()) {
      Direction direction = config.data().direction();
      List<String> references = data.sample().stream().map(direction::target).toList();
      List<String> sources = data.sample().stream().map(direction::source).toList();
      Optional<List<String>> translations = translate(sources, stop);
      if (translations.isEmpty()) {
        return Optional.empty();
      }
      List<String> hypotheses = translations.get();
      bleu = new Bleu(BleuOptions.defaults()).corpus(hypotheses, List.of(references)).score();
      chrf = new Chrf(ChrfOptions.defaults()).corpus(hypotheses, List.of(references)).score();
    }
    return Optional.of(new ValidationResult(update, mean, perplexity.value(), bleu, chrf, false));
  }

  /** Batches go round the workers; their losses are added in the batches' order. */
  private Optional<LossEvaluator.Loss> loss(BooleanSupplier stop) {
    List<TokenBatch> all = new ArrayList<>();
    batches.sweep().forEach(all::add);
    LossEvaluator.Loss[] parts = new LossEvaluator.Loss[all.size()];
    List<Callable<Boolean>> tasks = new ArrayList<>();
    for (int w = 0; w < evaluators.size(); w++) {
      int first = w;
      tasks.add(
          () -> {
            for (int i = first; i < parts.length; i += evaluators.size()) {
              if (stop.getAsBoolean()) {
                return false;
              }
              parts[i] = evaluators.get(first).run(all.get(i));
            }
            return true;
          });
    }
    if (!allDone(tasks)) {
      return Optional.empty();
    }
    LossEvaluator.Loss sum = new LossEvaluator.Loss(0, 0, 0);
    for (LossEvaluator.Loss part : parts) {
      sum = sum.plus(part);
    }
    return Optional.of(sum);
  }

  /**
   * The sample goes in as many parts as there are shards, whatever the number of threads: a
   * translation depends, in its last bits, on what is translated together.
   */
  private Optional<List<String>> translate(List<String> sources, BooleanSupplier stop) {
    String[] results = new String[sources.size()];
    int parts = config.training().shards();
    List<Callable<Boolean>> tasks = new ArrayList<>();
    for (int w = 0; w < searches.size(); w++) {
      int first = w;
      tasks.add(
          () -> {
            for (int part = first; part < parts; part += searches.size()) {
              if (stop.getAsBoolean()) {
                return false;
              }
              translatePart(searches.get(first), sources, part, parts, results);
            }
            return true;
          });
    }
    return allDone(tasks) ? Optional.of(List.of(results)) : Optional.empty();
  }

  private boolean allDone(List<Callable<Boolean>> tasks) {
    return threads.all(tasks).stream().allMatch(done -> done);
  }

  private void translatePart(
      BeamSearch search, List<String> sources, int part, int parts, String[] results) {
    DecodingOptions options = config.validationDecoding();
    List<Integer> places = new ArrayList<>();
    List<int[]> ids = new ArrayList<>();
    for (int i = part; i < results.length; i += parts) {
      int[] source = data.subwords().encode(sources.get(i));
      results[i] = "";
      if (source.length > 0) {
        places.add(i);
        ids.add(Arrays.copyOf(source, Math.min(source.length, options.maxSourceLength())));
      }
    }
    List<List<Hypothesis>> found = search.search(ids, options);
    for (int j = 0; j < places.size(); j++) {
      results[places.get(j)] = data.subwords().decode(found.get(j).get(0).ids());
    }
  }

  @Override
  public void close() {
    owned.close();
  }
}
