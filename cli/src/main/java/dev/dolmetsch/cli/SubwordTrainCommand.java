package dev.dolmetsch.cli;

import dev.dolmetsch.data.subword.BpeOptions;
import dev.dolmetsch.data.subword.BpeTrainer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dolmetsch subword train}: learns a BPE model. */
@Command(
    name = "train",
    description = "Learn a BPE model from text and write it as a SentencePiece .model file.",
    footer = {
      "",
      "Example:",
      "  dolmetsch subword train --size 8000 --output joint.model train.en train.de",
    })
final class SubwordTrainCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private CommandSpec spec;

  @Option(
      names = "--size",
      paramLabel = "N",
      description = "Pieces, special ones included; default ${DEFAULT-VALUE}.")
  private int size = 8_000;

  @Option(
      names = "--character-coverage",
      paramLabel = "C",
      description =
          "Part of the text's characters that must be spelt; default ${DEFAULT-VALUE}, all.")
  private double coverage = 1;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "FILE",
      description = "The .model file to write, in place of one that is there.")
  private Path output;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Text, one sentence a line; plain or gzip.")
  private List<Path> files = List.of();

  SubwordTrainCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    InputAndOutput.refuseMisleading(spec, output);
    InputAndOutput.refuseLoss(spec, output, files);
    BpeTrainer trainer = new BpeTrainer(options());
    // Opened first: what cannot be written need not be learnt.
    try (Results results = Results.to(output)) {
      files.forEach(file -> read(file, trainer));
      results.bytes(trainer.train());
      results.complete();
    }
    terminal.say("wrote %d pieces to %s", size, output);
    return Failures.OK;
  }

  private void read(Path file, BpeTrainer trainer) {
    try (Lines lines = Lines.of(file, terminal)) {
      Optional<String> line = lines.next();
      while (line.isPresent()) {
        trainer.add(line.get());
        line = lines.next();
      }
    }
  }

  private BpeOptions options() {
    try {
      return new BpeOptions(size, coverage);
    } catch (IllegalArgumentException e) {
      String message =
          String.valueOf(e.getMessage())
              .replace("vocabularySize", "--size")
              .replace("characterCoverage", "--character-coverage");
      throw new ParameterException(spec.commandLine(), message, e);
    }
  }
}
