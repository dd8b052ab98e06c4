package dev.dolmetsch.cli;

import dev.dolmetsch.model.decode.Aligner;
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
      "With --alignments a tab and the links follow each translation, 0-0 1-2: the numbers, from 0,"
          + " of a source word and of a target word that belong together.",
      "With --n-best each line is the number of the source line (from 1), the score and the"
          + " translation, separated by tabs; the best comes first.",
    },
    footer = {
      "",
      "Examples:",
      "  echo 'A dog runs.' | dolmetsch translate --model runs/multi30k",
      "  dolmetsch translate --model runs/multi30k --input in.en --output out.de",
      "  dolmetsch translate --model runs/multi30k --beam-size 8 --n-best 3 < in.en",
      "  dolmetsch translate --model runs/multi30k --method sampling --top-k 10 --n-best 3 < in.en",
    })
final class TranslateCommand implements Callable<Integer> {
  /** Enough sentences for every worker to find many of one length. */
  private static final int USUAL_CHUNK = 2_000;

  private final Terminal terminal;

  @Spec private CommandSpec spec;

  @Mixin private ModelOption model;
  @Mixin private InputAndOutput streams;
  @Mixin private SearchOptions search;
  @Mixin private PrefixOptions prefix;

  @Option(
      names = "--n-best",
      paramLabel = "N",
      description =
          "Print the N best translations of each line, with scores; default: the best alone and"
              + " without its score, whatever decoding.n_best of the model's configuration is.")
  private Optional<Integer> nBest = Optional.empty();

  @Option(
      names = "--alignments",
      arity = "0..1",
      fallbackValue = "words",
      paramLabel = "words|pieces",
      converter = AlignmentUnit.Converter.class,
      description =
          "Print which source words (or subword pieces) each translation was written from, in the"
              + " Pharaoh format, by the attention of --alignment-layer.")
  private Optional<AlignmentUnit> alignments = Optional.empty();

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
        PrefixOptions.Prefixes prefixes = prefix.open(terminal);
        Translator translator = model.load();
        LinkColumn links = linkColumn(translator);
        Results results = streams.results(terminal)) {
      DecodingOptions options = options(translator);
      List<String> sentences = lines.next(chunk);
      while (!sentences.isEmpty()) {
        long number = lines.line() - sentences.size();
        List<Translation> translations =
            translator.translateAll(prefixes.attach(sentences), options);
        List<List<String>> columns = links.of(translations);
        for (int i = 0; i < translations.size(); i++) {
          Translation translation = translations.get(i);
          number++;
          print(translation, columns.get(i), number, results);
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

  private DecodingOptions options(Translator translator) {
    return search.completedBy(translator.defaultOptions(), nBest.orElse(1));
  }

  private LinkColumn linkColumn(Translator translator) {
    return new LinkColumn(
        alignments.map(unit -> new Aligner(translator, options(translator))), alignments);
  }

  private void print(Translation translation, List<String> links, long number, Results results) {
    List<Translation.Candidate> candidates = translation.candidates();
    if (candidates.isEmpty()) {
      String empty = alignments.isEmpty() ? "" : "\t";
      results.line(nBest.isEmpty() ? empty : row(number, 0, empty));
    }
    for (int i = 0; i < candidates.size(); i++) {
      Translation.Candidate candidate = candidates.get(i);
      String text = candidate.text() + links.get(i);
      results.line(nBest.isEmpty() ? text : row(number, candidate.score(), text));
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
