package dev.dolmetsch.cli;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.data.corpus.Direction;
import dev.dolmetsch.model.decode.DecodingOptions;
import dev.dolmetsch.model.decode.Translation;
import dev.dolmetsch.model.decode.Translator;
import dev.dolmetsch.training.metric.Bleu;
import dev.dolmetsch.training.metric.Chrf;
import dev.dolmetsch.training.metric.SegmentFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code dolmetsch evaluate}: BLEU and chrF of a model, or of translations that exist already. */
@Command(
    name = "evaluate",
    description = "Measure BLEU and chrF of a model on a test set, or of a file of translations.",
    footer = {
      "",
      "Examples:",
      "  dolmetsch evaluate --model runs/x --source test.en --reference test.de",
      "  dolmetsch evaluate --model runs/x --test-set test",
      "  dolmetsch evaluate --hypothesis out.de --reference a.de --reference b.de",
    })
final class EvaluateCommand implements Callable<Integer> {
  private static final double NANOS_PER_SECOND = 1e9;

  private final Terminal terminal;

  @Spec private CommandSpec spec;

  @Option(
      names = {"-m", "--model"},
      paramLabel = "DIR",
      description = "The model directory or run directory to translate with.")
  private Optional<Path> model = Optional.empty();

  @Option(
      names = "--source",
      paramLabel = "FILE",
      description = "What to translate, one sentence a line.")
  private Optional<Path> source = Optional.empty();

  @Option(
      names = "--hypothesis",
      paramLabel = "FILE",
      description = "Translations to score, one a line, instead of --model and --source.")
  private Optional<Path> hypothesis = Optional.empty();

  @Option(
      names = "--reference",
      paramLabel = "FILE",
      description = "What people wrote, one a line; several with several options.")
  private List<Path> references = new ArrayList<>();

  @Option(
      names = "--test-set",
      paramLabel = "PREFIX",
      description =
          "PREFIX.en and PREFIX.de, or both with .gz, as source and reference in the model's"
              + " direction.")
  private Optional<String> testSet = Optional.empty();

  @Mixin private PrecisionOption precision;
  @Mixin private SearchOptions search;
  @Mixin private MetricOptions metrics;

  @Option(names = "--json", description = "Print one JSON object with every digit.")
  private boolean json;

  EvaluateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Bleu bleu = metrics.bleu();
    Chrf chrf = metrics.chrf();
    Optional<String> misuse = misuse();
    if (misuse.isPresent()) {
      throw new ParameterException(spec.commandLine(), misuse.get());
    }
    Evaluation evaluation =
        model.isPresent() ? ofModel(model.get(), bleu, chrf) : ofFile(bleu, chrf);
    try (Results results = Results.to(terminal)) {
      results.text(json ? evaluation.json() : evaluation.text());
      results.complete();
    }
    return Failures.OK;
  }

  private Optional<String> misuse() {
    if (model.isPresent() == hypothesis.isPresent()) {
      return Optional.of("give either --model or --hypothesis");
    }
    if (hypothesis.isPresent() && (source.isPresent() || testSet.isPresent())) {
      return Optional.of("--hypothesis takes neither --source nor --test-set");
    }
    if (hypothesis.isPresent() && (search.given() || precision.given())) {
      return Optional.of(
          "--hypothesis is scored as it is; leave --precision and the options of the search out");
    }
    if (testSet.isPresent()) {
      return source.isPresent() || !references.isEmpty()
          ? Optional.of("--test-set stands for --source and --reference; leave those out")
          : Optional.empty();
    }
    if (references.isEmpty()) {
      return Optional.of("give at least one --reference");
    }
    return model.isPresent() && source.isEmpty()
        ? Optional.of("give --source with --model")
        : Optional.empty();
  }

  private Evaluation ofFile(Bleu bleu, Chrf chrf) {
    Path file = hypothesis.orElseThrow();
    List<String> hypotheses = segments(file);
    List<List<String>> texts = references(file, hypotheses.size(), references);
    return score(hypotheses, texts, bleu, chrf, Optional.empty());
  }

  private Evaluation ofModel(Path modelDirectory, Bleu bleu, Chrf chrf) {
    try (Translator translator = precision.load(modelDirectory, terminal)) {
      Path sourceFile = testSet.map(set -> side(set, translator, true)).or(() -> source).get();
      List<Path> referenceFiles =
          testSet.map(set -> List.of(side(set, translator, false))).orElse(references);
      List<String> sentences = segments(sourceFile);
      // Before the work, not after it.
      List<List<String>> referenceTexts = references(sourceFile, sentences.size(), referenceFiles);
      DecodingOptions options =
          search.completedBy(translator.defaultOptions(), translator.config(), 1, false);
      long started = System.nanoTime();
      List<Translation> translations = translator.translateBatch(sentences, options);
      Duration time = Duration.ofNanos(System.nanoTime() - started);
      warnOfCutLines(sourceFile, translations, options);
      List<String> texts = translations.stream().map(Translation::text).toList();
      return score(texts, referenceTexts, bleu, chrf, Optional.of(time));
    }
  }

  private static Path side(String prefix, Translator translator, boolean asSource) {
    boolean english = (translator.direction() == Direction.EN_DE) == asSource;
    Path plain = Path.of(prefix + (english ? ".en" : ".de"));
    Path compressed = Path.of(plain + ".gz");
    return !Files.exists(plain) && Files.exists(compressed) ? compressed : plain;
  }

  private void warnOfCutLines(Path file, List<Translation> translations, DecodingOptions options) {
    for (int i = 0; i < translations.size(); i++) {
      if (translations.get(i).truncated()) {
        terminal.say(
            "%s:%d: warning: has a word of more than %d pieces; only its beginning is translated",
            file, i + 1, options.maxSourceLength());
      }
    }
  }

  private static Evaluation score(
      List<String> hypotheses,
      List<List<String>> texts,
      Bleu bleu,
      Chrf chrf,
      Optional<Duration> time) {
    return new Evaluation(
        bleu.corpus(hypotheses, texts),
        chrf.corpus(hypotheses, texts),
        hypotheses.size(),
        time.map(duration -> Math.max(1, duration.toNanos()) / NANOS_PER_SECOND));
  }

  private List<List<String>> references(Path first, int lines, List<Path> files) {
    List<List<String>> texts = new ArrayList<>();
    for (Path file : files) {
      List<String> text = segments(file);
      if (text.size() != lines) {
        throw new DolmetschException(
            first
                + " has "
                + lines
                + " lines, but "
                + file
                + " has "
                + text.size()
                + "; they must have one line for each sentence");
      }
      texts.add(text);
    }
    return texts;
  }

  private List<String> segments(Path file) {
    List<String> segments = SegmentFile.read(file);
    if (segments.isEmpty()) {
      throw new DolmetschException(file + ": is empty; give at least one line");
    }
    if (segments.get(0).startsWith("\uFEFF")) {
      terminal.say(
          "%s: warning: begins with a byte-order mark, which counts as text, as in sacreBLEU",
          file);
    }
    return segments;
  }
}
