package dev.dolmetsch.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code dolmetsch subword}: the verbs on subword models. */
@Command(
    name = "subword",
    synopsisSubcommandLabel = "COMMAND",
    description = "Learn a SentencePiece model, or cut text into its pieces and join them again.")
final class SubwordCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return Failures.USAGE;
  }
}
