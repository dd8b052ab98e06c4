package dev.dolmetsch.cli;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.data.grammar.BundledCorpus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code dolmetsch data generate}: writes the bundled corpus to files. */
@Command(
    name = "generate",
    description =
        "Write the bundled corpus, correct sentence pairs of a bilingual grammar: train, val and"
            + " test, each .en and .de. Existing files are not overwritten.",
    footer = {"", "Example:", "  dolmetsch data generate --output corpora/bundled --pairs 50000"})
final class DataGenerateCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private CommandSpec spec;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
      description = "Where to; made where it does not exist.")
  private Path output;

  @Option(
      names = "--pairs",
      paramLabel = "N",
      description = "Pairs in all, 100 to 200000; default ${DEFAULT-VALUE}.")
  private int pairs = BundledCorpus.DEFAULT_PAIRS;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Chooses the sentences; default ${DEFAULT-VALUE}.")
  private long seed = BundledCorpus.DEFAULT_SEED;

  DataGenerateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    for (String part : List.of("train", "val", "test")) {
      for (String language : List.of(".en", ".de")) {
        if (Files.exists(output.resolve(part + language))) {
          throw new DolmetschException(
              output.resolve(part + language)
                  + ": is there already; choose another --output or remove it");
        }
      }
    }
    BundledCorpus corpus = generate();
    corpus.write(output);
    terminal.say(
        "wrote %d pairs for training, %d for validation, %d for testing to %s",
        corpus.train().size(), corpus.validation().size(), corpus.test().size(), output);
    return Failures.OK;
  }

  private BundledCorpus generate() {
    try {
      return BundledCorpus.generate(seed, pairs);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--" + e.getMessage(), e);
    }
  }
}
