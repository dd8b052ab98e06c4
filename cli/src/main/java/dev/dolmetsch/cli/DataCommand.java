package dev.dolmetsch.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code dolmetsch data}: the verbs on corpora. */
@Command(
    name = "data",
    synopsisSubcommandLabel = "COMMAND",
    description = "Look at parallel corpora, or write the bundled one.")
final class DataCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return Failures.USAGE;
  }
}
