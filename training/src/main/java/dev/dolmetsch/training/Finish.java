package dev.dolmetsch.training;

import dev.dolmetsch.data.corpus.CorpusFiles;
import dev.dolmetsch.data.corpus.Direction;
import dev.dolmetsch.data.corpus.SentencePair;
import dev.dolmetsch.model.checkpoint.CheckpointAverage;
import dev.dolmetsch.model.checkpoint.ModelContents;
import dev.dolmetsch.model.checkpoint.ModelDirectory;
import dev.dolmetsch.model.checkpoint.RunDirectory;
import dev.dolmetsch.model.decode.Translation;
import dev.dolmetsch.model.decode.Translator;
import dev.dolmetsch.model.engine.choice.KernelChoice;
import dev.dolmetsch.training.config.TrainingConfig;
import dev.dolmetsch.training.config.ValidationMetric;
import dev.dolmetsch.training.metric.Bleu;
import dev.dolmetsch.training.metric.BleuOptions;
import dev.dolmetsch.training.metric.BleuScore;
import dev.dolmetsch.training.metric.Chrf;
import dev.dolmetsch.training.metric.ChrfOptions;
import dev.dolmetsch.training.metric.ChrfScore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What follows the last update: the average of the best checkpoints, and the test set. */
final class Finish {
  private final TrainingConfig config;
  private final RunDirectory run;
  private final PreparedData data;
  private final CheckpointStore store;
  private final KernelChoice kernels;
  private final TrainingListener listener;

  Finish(
      TrainingConfig config,
      RunDirectory run,
      PreparedData data,
      CheckpointStore store,
      KernelChoice kernels,
      TrainingListener listener) {
    this.config = config;
    this.run = run;
    this.data = data;
    this.store = store;
    this.kernels = kernels;
    this.listener = listener;
  }

  /**
   * What the run came to; measures the test set, if it has finished. Loads the model anew, so that
   * the training's memory is best released before.
   */
  TrainingResult result(TrainingResult.Outcome outcome, long updates) {
    Path model = RunDirectory.resolve(run.path());
    Map<String, Double> metrics =
        new LinkedHashMap<>(ModelDirectory.open(model).provenance().metrics());
    if (outcome != TrainingResult.Outcome.INTERRUPTED) {
      data.corpora().test().ifPresent(test -> measure(model, test, metrics, updates));
    }
    return new TrainingResult(
        run.path(), model, updates, outcome, Collections.unmodifiableMap(metrics));
  }

  /** Averages the best checkpoints; the average becomes the best model if it measures better. */
  void average(TrainingRun training) {
    List<Long> ranked = store.bestFirst();
    int count = Math.min(config.training().averageBest(), ranked.size());
    if (count < 2) {
      return;
    }
    List<Path> checkpoints = ranked.subList(0, count).stream().map(run::checkpoint).toList();
    ModelContents contents = CheckpointAverage.of(checkpoints);
    ValidationResult result = training.measure(contents.parameters());
    Path measured =
        run.saveAverage(
            new ModelContents(
                contents.parameters(),
                contents.config(),
                contents.subwordModel(),
                contents.provenance().withMetrics(result.metrics()),
                contents.trainingState()));
    ValidationMetric metric = config.validation().metric();
    Map<String, Double> single = ModelDirectory.open(checkpoints.get(0)).provenance().metrics();
    double best = single.getOrDefault(metric.key(), Double.NaN);
    double loss = single.getOrDefault(ValidationMetric.LOSS.key(), Double.NaN);
    double value = result.value(metric);
    boolean better = new EarlyStopping(metric, best, loss, 0).improvedBy(value, result.loss());
    listener.message(
        String.format(
            Locale.ROOT,
            "average of the %d best checkpoints: %s %.4f, best single one %.4f%s; %s",
            count,
            metric.key(),
            value,
            best,
            value == best ? ", so the lower loss decides" : "",
            better ? "the average is now the best model" : "the single one stays the best model"));
    if (better) {
      run.point(RunDirectory.Pointer.BEST, measured);
    }
  }

  /**
   * Translates the test set on all cores. What is translated together depends on timing, and with
   * it a translation's last bits, so a word may differ from one run to the next; nothing depends on
   * the score.
   */
  private void measure(Path model, CorpusFiles test, Map<String, Double> metrics, long update) {
    Direction direction = config.data().direction();
    List<SentencePair> pairs = Corpora.head(test, Integer.MAX_VALUE);
    List<String> references = pairs.stream().map(direction::target).toList();
    int workers = Runtime.getRuntime().availableProcessors();
    try (Translator translator = Translator.load(model, workers, kernels)) {
      List<String> hypotheses = new ArrayList<>();
      for (Translation translation :
          translator.translateBatch(
              pairs.stream().map(direction::source).toList(), config.testDecoding())) {
        hypotheses.add(translation.text());
      }
      BleuScore bleu = new Bleu(BleuOptions.defaults()).corpus(hypotheses, List.of(references));
      ChrfScore chrf = new Chrf(ChrfOptions.defaults()).corpus(hypotheses, List.of(references));
      metrics.put("test_bleu", bleu.score());
      metrics.put("test_chrf", chrf.score());
      new MetricsLog(run.path(), update).addTest(update, bleu.score(), chrf.score());
      listener.message("test set, " + pairs.size() + " sentences: " + bleu.signedLine());
      listener.message("test set, " + pairs.size() + " sentences: " + chrf.signedLine());
    }
  }
}
