package dev.dolmetsch.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code dolmetsch benchmark}: the verbs that measure speed. */
@Command(
    name = "benchmark",
    synopsisSubcommandLabel = "COMMAND",
    description = "Measure how fast this machine trains and translates.")
final class BenchmarkCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return Failures.USAGE;
  }
}
