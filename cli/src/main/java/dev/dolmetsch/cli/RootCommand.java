package dev.dolmetsch.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code dolmetsch} itself, and the options of every verb. */
@Command(
    name = "dolmetsch",
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "Train, run, measure and understand small English–German translation models.",
    footer = {
      "",
      "Examples:",
      "  dolmetsch quickstart",
      "  dolmetsch train configs/multi30k.yaml --data corpora/multi30k",
      "  echo 'A dog runs.' | dolmetsch translate --model runs/x",
      "  dolmetsch evaluate --model runs/x --source test.en --reference test.de",
      "",
      "Exit codes: 0 done, 1 failed, 2 wrong usage; 130 or 143 stopped by Ctrl-C or a signal,",
      "141 nobody reads the output any more.",
      "",
      "Environment (MEMORY is that of the machine or of its container):",
      "  DOLMETSCH_HEAP       Java heap, such as 4g; default MEMORY / 4",
      "  DOLMETSCH_NATIVE     the numeric libraries' memory, such as 8g; default MEMORY / 2",
      "  DOLMETSCH_NATIVES    folder where native libraries are unpacked (0.5 GB); default",
      "                       ~/.javacpp/cache and ~/.djl.ai",
      "  DOLMETSCH_JAVA_OPTS  further options for the Java virtual machine",
      "  JAVA_HOME            the JDK to run, 17 or newer; default the java on the PATH",
    })
@SuppressWarnings(
    "unused") // Picocli acts on the options by itself; --debug is looked for by Program.
final class RootCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help.")
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version.")
  private boolean version;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Show stack traces and what libraries warn of.")
  private boolean debug;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return Failures.USAGE;
  }
}
