package dev.dolmetsch.training;

import dev.dolmetsch.data.batch.BatchSampler;
import dev.dolmetsch.data.batch.TokenBatch;
import dev.dolmetsch.data.corpus.Direction;
import dev.dolmetsch.model.FlatParameters;
import dev.dolmetsch.model.LossEvaluator;
import dev.dolmetsch.model.decode.BeamSearch;
import dev.dolmetsch.model.decode.DecodingOptions;
import dev.dolmetsch.model.engine.nd4j.Nd4jKernels;
import dev.dolmetsch.training.config.TrainingConfig;
import dev.dolmetsch.training.metric.Bleu;
import dev.dolmetsch.training.metric.BleuOptions;
import dev.dolmetsch.training.metric.Chrf;
import dev.dolmetsch.training.metric.ChrfOptions;
import dev.dolmetsch.training.metric.Perplexity;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;

/**
 * Measures parameters on the validation set: loss on all of it, translations of a capped sample.
 */
final class Validator implements AutoCloseable {
  private final TrainingConfig config;
  private final PreparedData data;
  private final BatchSampler batches;
  private final ExecutorService threads;
  private final List<LossEvaluator> evaluators = new ArrayList<>();
  private final List<BeamSearch> searches = new ArrayList<>();

  /** A validator of parameters that may change between its runs. */
  Validator(
      TrainingConfig config,
      PreparedData data,
      FlatParameters parameters,
      BatchSampler batches,
      ExecutorService threads,
      int workers) {
    this.config = config;
    this.data = data;
    this.batches = batches;
    this.threads = threads;
    for (int i = 0; i < workers; i++) {
      evaluators.add(
          new LossEvaluator(
              config.model(),
              parameters,
              config.training().labelSmoothing(),
              data.specials().padding(),
              new Nd4jKernels()));
      searches.add(new BeamSearch(config.model(), parameters, data.specials(), new Nd4jKernels()));
    }
  }

  /** Measures; the result's {@code best} is false. */
  ValidationResult run(long update) {
    LossEvaluator.Loss total = loss();
    double tokens = total.tokens();
    Perplexity perplexity = new Perplexity(total.negativeLogLikelihood(), total.tokens());
    double bleu = Double.NaN;
    double chrf = Double.NaN;
    if (!data.sample().isEmpty()) {
      Direction direction = config.data().direction();
      List<String> references = data.sample().stream().map(direction::target).toList();
      List<String> hypotheses = translate(data.sample().stream().map(direction::source).toList());
      bleu = new Bleu(BleuOptions.defaults()).corpus(hypotheses, List.of(references)).score();
      chrf = new Chrf(ChrfOptions.defaults()).corpus(hypotheses, List.of(references)).score();
    }
    return new ValidationResult(
        update, total.loss() / tokens, perplexity.value(), bleu, chrf, false);
  }

  /** Batches go round the workers; their losses are added in the batches' order. */
  private LossEvaluator.Loss loss() {
    List<TokenBatch> all = new ArrayList<>();
    batches.sweep().forEach(all::add);
    LossEvaluator.Loss[] parts = new LossEvaluator.Loss[all.size()];
    List<Callable<Boolean>> tasks = new ArrayList<>();
    for (int w = 0; w < evaluators.size(); w++) {
      int first = w;
      tasks.add(
          () -> {
            for (int i = first; i < parts.length; i += evaluators.size()) {
              parts[i] = evaluators.get(first).run(all.get(i));
            }
            return true;
          });
    }
    FlatLoop.all(threads, tasks);
    LossEvaluator.Loss sum = new LossEvaluator.Loss(0, 0, 0);
    for (LossEvaluator.Loss part : parts) {
      sum = sum.plus(part);
    }
    return sum;
  }

  private List<String> translate(List<String> sources) {
    DecodingOptions options = config.validationDecoding();
    String[] results = new String[sources.size()];
    List<Callable<Boolean>> tasks = new ArrayList<>();
    for (int w = 0; w < searches.size(); w++) {
      int first = w;
      tasks.add(
          () -> {
            List<Integer> places = new ArrayList<>();
            List<int[]> ids = new ArrayList<>();
            for (int i = first; i < results.length; i += searches.size()) {
              int[] source = data.subwords().encode(sources.get(i));
              results[i] = "";
              if (source.length > 0) {
                places.add(i);
                ids.add(
                    java.util.Arrays.copyOf(
                        source, Math.min(source.length, options.maxSourceLength())));
              }
            }
            var found = searches.get(first).search(ids, options);
            for (int j = 0; j < places.size(); j++) {
              results[places.get(j)] = data.subwords().decode(found.get(j).get(0).toIds());
            }
            return true;
          });
    }
    FlatLoop.all(threads, tasks);
    return List.of(results);
  }

  @Override
  public void close() {
    evaluators.forEach(LossEvaluator::close);
    searches.forEach(BeamSearch::close);
  }
}
