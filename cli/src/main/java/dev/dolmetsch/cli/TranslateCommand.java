package dev.dolmetsch.cli;

import dev.dolmetsch.data.subword.SubwordModel;
import dev.dolmetsch.model.decode.Aligner;
import dev.dolmetsch.model.decode.DecodingOptions;
import dev.dolmetsch.model.decode.Translator;
import java.nio.file.Files;
import java.nio.file.Path;
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
      "Translate lines of text, JSON or columns, in constant memory: a line out for each line in;"
          + " blank ones stay blank. What is longer than --max-source-length is translated by parts.",
      "With --alignments a tab and the links follow each translation, 0-0 1-2: the numbers, from 0,"
          + " of a source word and of a target word that belong together; with --format jsonl they get a"
          + " field.",
      "With --n-best each line of text becomes N: each is the number of the source line (from 1), the score and the"
          + " translation, separated by tabs; the best comes first.",
    },
    footer = {
      "",
      "Examples:",
      "  echo 'A dog runs.' | dolmetsch translate --model runs/x",
      "  dolmetsch translate --model runs/x --input in.en --output out.de",
      "  dolmetsch translate --model runs/x --input in.en --output out.de --continue",
      "  dolmetsch translate --model runs/x --format jsonl --source-field en < in.jsonl",
      "  dolmetsch translate --model runs/x --format tsv --source-column 2 < in.tsv",
      "  dolmetsch translate --model runs/x --beam-size 8 --n-best 3 < in.en",
      "  dolmetsch translate --model runs/x --method sampling --top-k 10 < in.en",
    })
final class TranslateCommand implements Callable<Integer> {
  /** Enough sentences for every worker to find many of one length. */
  private static final int USUAL_CHUNK = 2_000;

  private static final int CHUNKS_OF_A_FILE = 2;

  private final Terminal terminal;

  @Spec private CommandSpec spec;

  @Mixin private ModelOption model;
  @Mixin private InputAndOutput streams;
  @Mixin private FormatOptions formats;
  @Mixin private SearchOptions search;
  @Mixin private PrefixOptions prefix;

  @Option(
      names = "--n-best",
      paramLabel = "N",
      description =
          "Write the N best translations of each line, with scores (jsonl: as an array of objects);"
              + " default: the best alone and without its score, whatever decoding.n_best of the"
              + " model's configuration is. Fewer than N where --diversity-groups have found the same.")
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
      names = "--continue",
      description =
          "Go on where a run that did not end has left FILE.part of --output FILE, with the same"
              + " input and options; begins where there is none.")
  private boolean continued;

  @Option(
      names = "--max-length",
      paramLabel = "N",
      description =
          "Cut lines to their first N pieces, with a warning; default: translate them whole.")
  private Optional<Integer> maxLength = Optional.empty();

  @Option(
      names = "--invalid-utf8",
      paramLabel = "replace|refuse",
      description =
          "What happens to bytes that are no UTF-8: they become U+FFFD, with a warning that names"
              + " the line (the default), or end the command.")
  private Lines.InvalidUtf8 invalidUtf8 = Lines.InvalidUtf8.REPLACE;

  @Option(
      names = "--chunk-lines",
      paramLabel = "N",
      description =
          "Lines that are read before they are translated, of --input twice as many; default 1 where"
              + " lines are typed, else 2000.")
  private Optional<Integer> chunkLines = Optional.empty();

  TranslateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    int chunk = chunkLines.orElse(streams.conversing(terminal) ? 1 : USUAL_CHUNK);
    require(chunk >= 1, "--chunk-lines must be at least 1, but is " + chunk);
    require(
        maxLength.orElse(1) >= 1, "--max-length must be at least 1, but is " + maxLength.orElse(0));
    require(streams.output().isPresent() || !continued, "--continue needs --output");
    prefix.file().ifPresent(streams::keep);
    LineFormat format = formats.format(nBest.isPresent(), alignments.isPresent());
    if (continued && alreadyComplete(streams.output().orElseThrow())) {
      return Failures.OK;
    }
    try (Lines lines = streams.lines(terminal, invalidUtf8, formats.limit());
        PrefixOptions.Prefixes prefixes = prefix.open(terminal, invalidUtf8);
        Translator translator = model.load(terminal)) {
      // Refused before there is an output.
      DecodingOptions options =
          search.completedBy(
              translator.defaultOptions(),
              translator.config(),
              nBest.orElse(1),
              alignments.isPresent());
      try (LinkColumn links =
              new LinkColumn(alignments.map(unit -> new Aligner(translator, options)), alignments);
          LineTranslation translation =
              new LineTranslation(
                  sentences -> translator.translateAll(sentences, options),
                  options.maxSourceLength(),
                  format,
                  prefixes,
                  links,
                  progress(),
                  terminal,
                  underWay())) {
        SubwordModel subwords = translator.subwords();
        SourceLines sources =
            new SourceLines(
                lines, format, chunk, maxLength, text -> subwords.encode(text).length, terminal);
        run(translation, lines, sources, prefixes);
      }
    }
    return Failures.OK;
  }

  private void run(
      LineTranslation translation,
      Lines lines,
      SourceLines sources,
      PrefixOptions.Prefixes prefixes) {
    Optional<Results> opened = open(lines);
    if (opened.isEmpty()) {
      return;
    }
    try (Results results = opened.get();
        StopNotice notice = new StopNotice(streams.output(), terminal)) {
      prefixes.skip(lines.line());
      translation.run(sources, results);
      prefixes.warnOfMore(terminal);
      results.complete();
    }
  }

  private TranslationProgress progress() {
    return new TranslationProgress(terminal, !terminal.printing() || streams.output().isPresent());
  }

  /** Whoever writes to a pipe may wait for the results of what is written. */
  private int underWay() {
    return streams.fromFile() ? CHUNKS_OF_A_FILE : 1;
  }

  private boolean alreadyComplete(Path output) {
    boolean complete = Files.isRegularFile(output) && !Files.exists(PartFile.of(output));
    if (complete) {
      sayComplete(output);
    }
    return complete;
  }

  private void sayComplete(Path output) {
    terminal.say("%s is complete; there is nothing to continue", output);
  }

  /**
   * Opens the output; lines whose results it has are passed over. Nothing if another process has
   * completed it while the model was loaded.
   */
  private Optional<Results> open(Lines lines) {
    if (streams.output().isEmpty()) {
      return Optional.of(streams.results(terminal));
    }
    Path output = streams.output().get();
    Optional<Results> opened =
        Results.growing(output, continued, part -> goOn(output, part, lines));
    if (opened.isEmpty()) {
      sayComplete(output);
    }
    return opened;
  }

  private void goOn(Path output, PartFile part, Lines lines) {
    if (!part.isNew()) {
      long done = part.keepComplete(formats.numbersLines(nBest.isPresent()));
      lines.skip(done);
      terminal.say("%s: continuing behind line %d", output, done);
    }
  }

  private void require(boolean holds, String message) {
    if (!holds) {
      throw new ParameterException(spec.commandLine(), message);
    }
  }
}
