package dev.dolmetsch.cli;

import dev.dolmetsch.data.ShellWords;
import dev.dolmetsch.data.corpus.Direction;
import dev.dolmetsch.data.corpus.SentencePair;
import dev.dolmetsch.data.grammar.BundledCorpus;
import dev.dolmetsch.model.checkpoint.ModelDirectory;
import dev.dolmetsch.model.decode.Translation;
import dev.dolmetsch.model.decode.Translator;
import dev.dolmetsch.training.Trainer;
import dev.dolmetsch.training.TrainingResult;
import dev.dolmetsch.training.config.BundledCorpusConfig;
import dev.dolmetsch.training.config.TrainingConfig;
import dev.dolmetsch.training.metric.Bleu;
import dev.dolmetsch.training.metric.BleuOptions;
import dev.dolmetsch.training.metric.BleuScore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code dolmetsch quickstart}: from nothing to translations in one command. */
@Command(
    name = "quickstart",
    description = {
      "Generate the bundled corpus, train a small model on it, translate ten sentences that it has"
          + " never seen, and measure BLEU on all of those. Takes minutes.",
      "Called again it goes on where it was stopped, or uses the model that is there.",
    },
    footer = {"", "Example:", "  dolmetsch quickstart"})
final class QuickstartCommand implements Callable<Integer> {
  private static final int SHOWN = 10;

  private final Terminal terminal;

  @Option(
      names = "--run",
      paramLabel = "DIR",
      description = "Where the model goes; default ${DEFAULT-VALUE}.")
  private Path run = Path.of("runs", "quickstart");

  QuickstartCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    long started = System.nanoTime();
    TrainingConfig config = TrainingConfig.parse(yaml(), "configs/quickstart.yaml", List.of());
    if (!train(config)) {
      return Failures.OK;
    }
    BundledCorpusConfig bundled = config.data().bundled();
    List<SentencePair> unseen = BundledCorpus.generate(bundled.seed(), bundled.pairs()).test();
    Direction direction = config.data().direction();
    try (Translator translator = Translator.load(run);
        Results results = Results.to(terminal)) {
      List<String> sources = unseen.stream().map(direction::source).toList();
      List<String> references = unseen.stream().map(direction::target).toList();
      List<String> texts =
          translator.translateBatch(sources, translator.defaultOptions()).stream()
              .map(Translation::text)
              .toList();
      for (int i = 0; i < SHOWN; i++) {
        int row = i * unseen.size() / SHOWN;
        results.line("source       " + sources.get(row));
        results.line("translation  " + texts.get(row));
        results.line("reference    " + references.get(row));
        results.line("");
      }
      BleuScore bleu = new Bleu(BleuOptions.defaults()).corpus(texts, List.of(references));
      results.line(bleu.signedLine());
      results.line(
          String.format(
              Locale.ROOT,
              "BLEU %.2f on %d unseen sentences; %s minutes in all",
              bleu.score(),
              unseen.size(),
              ProgressDisplay.time(Duration.ofNanos(System.nanoTime() - started))));
      results.complete();
    }
    terminal.say(
        "try: echo '%s' | %s translate --model %s",
        example(direction), terminal.command(), ShellWords.quoted(run));
    return Failures.OK;
  }

  /** Trains unless that is done already; false if it was interrupted. */
  private boolean train(TrainingConfig config) {
    Optional<Path> last = Trainer.lastCheckpoint(run);
    if (last.isPresent() && finished(last.get(), config)) {
      terminal.say("using the model in %s; remove the folder to train it anew", run);
      return true;
    }
    TrainingSession session =
        new TrainingSession(terminal, "quickstart --run " + ShellWords.quoted(run));
    TrainingResult result = session.run(config, run, last.isPresent(), Optional.empty(), false);
    return result.outcome() != TrainingResult.Outcome.INTERRUPTED;
  }

  /** Whether the last update was made and validated, by this configuration. */
  private static boolean finished(Path checkpoint, TrainingConfig config) {
    ModelDirectory last = ModelDirectory.open(checkpoint);
    return last.provenance().update() >= config.training().maxUpdates()
        && !last.provenance().metrics().isEmpty()
        && TrainingConfig.read(last.configFile(), List.of()).equals(config);
  }

  private static String example(Direction direction) {
    return direction == Direction.EN_DE
        ? "The old man is reading a book."
        : "Der alte Mann liest ein Buch.";
  }

  private static String yaml() {
    try (InputStream in = QuickstartCommand.class.getResourceAsStream("quickstart.yaml")) {
      return new String(
          Objects.requireNonNull(in, "quickstart.yaml").readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
