package dev.dolmetsch.cli;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.data.subword.SubwordModel;
import dev.dolmetsch.model.checkpoint.ModelDirectory;
import dev.dolmetsch.model.decode.ShortlistBuilder;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code dolmetsch shortlist}: which target pieces go with which source pieces. */
@Command(
    name = "shortlist",
    description = {
      "Count which pieces stand in translations of which source pieces, and save the likely ones in"
          + " the model directory. translate, evaluate and benchmark translate then produce no"
          + " others with --shortlist, which can be faster.",
    },
    footer = {
      "",
      "Example:",
      "  dolmetsch shortlist --model runs/x --source train.en --target train.de",
    })
final class ShortlistCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private CommandSpec spec;

  @Mixin private ModelPathOption model;

  @Option(
      names = "--source",
      required = true,
      paramLabel = "FILE",
      description = "Training text in the language that the model reads, plain or gzip.")
  private Path source;

  @Option(
      names = "--target",
      required = true,
      paramLabel = "FILE",
      description = "Its translations, line by line.")
  private Path target;

  @Option(
      names = "--per-piece",
      paramLabel = "N",
      description = "Target pieces kept for each source piece; default ${DEFAULT-VALUE}.")
  private int perPiece = 300;

  @Option(
      names = "--frequent",
      paramLabel = "N",
      description =
          "Most frequent target pieces that are always allowed; default ${DEFAULT-VALUE}.")
  private int frequent = 1000;

  ShortlistCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    require(perPiece >= 1, "--per-piece must be at least 1, but is " + perPiece);
    require(frequent >= 0, "--frequent must be at least 0, but is " + frequent);
    ModelDirectory directory = ModelDirectory.open(model.path());
    try (SubwordModel subwords = SubwordModel.load(directory.subwordModelFile())) {
      ShortlistBuilder builder = new ShortlistBuilder(subwords.size());
      long pairs = count(subwords, builder);
      int[] always = IntStream.of(subwords.eosId().orElse(subwords.unkId())).toArray();
      directory.writeShortlist(builder.build(perPiece, frequent, always).toBytes());
      terminal.say("wrote a shortlist of %d sentence pairs to %s", pairs, directory.path());
    }
    return Failures.OK;
  }

  private long count(SubwordModel subwords, ShortlistBuilder builder) {
    try (Lines sources = Lines.of(source, terminal);
        Lines targets = Lines.of(target, terminal)) {
      long pairs = 0;
      Optional<String> from = sources.next();
      Optional<String> to = targets.next();
      while (from.isPresent() && to.isPresent()) {
        int[] read = subwords.encode(from.get());
        int[] written = subwords.encode(to.get());
        if (read.length > 0 && written.length > 0) {
          builder.add(read, written);
          pairs++;
        }
        from = sources.next();
        to = targets.next();
      }
      if (from.isPresent() != to.isPresent() || sources.line() == 0) {
        throw new DolmetschException(
            source
                + " and "
                + target
                + " must have the same number of lines, and at least one; give files that belong"
                + " together");
      }
      if (pairs == 0) {
        throw new DolmetschException(
            source
                + " and "
                + target
                + ": no line has words in both; give the sentences that the model was trained on");
      }
      return pairs;
    }
  }

  private void require(boolean holds, String message) {
    if (!holds) {
      throw new ParameterException(spec.commandLine(), message);
    }
  }
}
