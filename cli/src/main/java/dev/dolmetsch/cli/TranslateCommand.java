package dev.dolmetsch.cli;

import dev.dolmetsch.model.decode.DecodingOptions;
import dev.dolmetsch.model.decode.Translation;
import dev.dolmetsch.model.decode.Translator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code dolmetsch translate}: a line out for each line in. */
@Command(
    name = "translate",
    description = {
      "Translate text, one sentence a line, in constant memory; blank lines stay blank.",
      "With --n-best each line is the number of the source line (from 1), the score and the"
          + " translation, separated by tabs; the best comes first.",
    },
    footer = {
      "",
      "Examples:",
      "  echo 'A dog runs.' | dolmetsch translate --model runs/multi30k",
      "  dolmetsch translate --model runs/multi30k --input in.en --output out.de",
      "  dolmetsch translate --model runs/multi30k --beam-size 8 --n-best 3 < in.en",
    })
final class TranslateCommand implements Callable<Integer> {
  /** Enough sentences for every worker to find many of one length. */
  private static final int USUAL_CHUNK = 2_000;

  private final Terminal terminal;

  @Spec private CommandSpec spec;

  @Mixin private ModelOption model;
  @Mixin private InputAndOutput streams;
  @Mixin private SearchOptions search;

  @Option(
      names = "--n-best",
      paramLabel = "N",
      description =
          "Print the N best translations of each line, with scores; default: the best alone and"
              + " without its score, whatever decoding.n_best of the model's configuration is.")
  private Optional<Integer> nBest = Optional.empty();

  @Option(
      names = "--chunk-lines",
      paramLabel = "N",
      description =
          "Lines that are read before they are translated; default 1 where lines are typed, else"
              + " 2000.")
  private Optional<Integer> chunkLines = Optional.empty();

  TranslateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    int chunk = chunkLines.orElse(streams.conversing(terminal) ? 1 : USUAL_CHUNK);
    if (chunk < 1) {
      throw new ParameterException(
          spec.commandLine(), "--chunk-lines must be at least 1, but is " + chunk);
    }
    try (Lines lines = streams.lines(terminal);
        Translator translator = model.load();
        Results results = streams.results(terminal)) {
      DecodingOptions options = search.completedBy(translator.defaultOptions(), nBest.orElse(1));
      List<String> sentences = lines.next(chunk);
      while (!sentences.isEmpty()) {
        long number = lines.line() - sentences.size();
        for (Translation translation : translator.translate(sentences, options)) {
          number++;
          print(translation, number, results);
          if (translation.truncated()) {
            warn(lines.name(), number, options);
          }
        }
        results.flush();
        sentences = lines.next(chunk);
      }
      results.complete();
    }
    return Failures.OK;
  }

  private void print(Translation translation, long number, Results results) {
    if (nBest.isEmpty()) {
      results.line(translation.text());
      return;
    }
    if (translation.candidates().isEmpty()) {
      results.line(row(number, 0, ""));
    }
    for (Translation.Candidate candidate : translation.candidates()) {
      results.line(row(number, candidate.score(), candidate.text()));
    }
  }

  private static String row(long number, double score, String text) {
    return String.format(Locale.ROOT, "%d\t%.6f\t%s", number, score, text);
  }

  private void warn(String source, long number, DecodingOptions options) {
    terminal.say(
        "%s:%d: warning: longer than %d pieces; only its beginning is translated (raise"
            + " --max-source-length or split the line)",
        source, number, options.maxSourceLength());
  }
}
