package dev.dolmetsch.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** The whole command line, as a function of streams and arguments. */
final class Program {
  private Program() {}

  /**
   * Runs a command line.
   *
   * @return the exit code
   */
  static int run(Terminal terminal, String... arguments) {
    Failures failures = new Failures(terminal, Arrays.asList(arguments).contains("--debug"));
    try {
      CommandLine commandLine = commandLine(terminal);
      commandLine.setParameterExceptionHandler((e, args) -> failures.usage(e));
      commandLine.setExecutionExceptionHandler((e, command, result) -> failures.failure(e));
      return commandLine.execute(arguments);
    } catch (Throwable e) { // Errors too: a full memory is no reason for a stack trace.
      return failures.failure(e);
    }
  }

  private static CommandLine commandLine(Terminal terminal) {
    CommandLine commandLine = new CommandLine(new RootCommand());
    commandLine
        .addSubcommand(new QuickstartCommand(terminal))
        .addSubcommand(new TrainCommand(terminal))
        .addSubcommand(new TranslateCommand(terminal))
        .addSubcommand(new EvaluateCommand(terminal))
        .addSubcommand(new SimilarityCommand(terminal))
        .addSubcommand(new ExplainCommand(terminal))
        .addSubcommand(new AverageCommand(terminal))
        .addSubcommand(
            new CommandLine(new BenchmarkCommand())
                .addSubcommand(new BenchmarkTrainCommand(terminal)))
        .addSubcommand(
            new CommandLine(new DataCommand())
                .addSubcommand(new DataStatsCommand(terminal))
                .addSubcommand(new DataGenerateCommand(terminal)))
        .addSubcommand(
            new CommandLine(new SubwordCommand())
                .addSubcommand(new SubwordTrainCommand(terminal))
                .addSubcommand(new SubwordEncodeCommand(terminal))
                .addSubcommand(new SubwordDecodeCommand(terminal)))
        .setOut(new PrintWriter(new OutputStreamWriter(terminal.out(), UTF_8), true))
        .setErr(new PrintWriter(new OutputStreamWriter(terminal.err(), UTF_8), true))
        .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
        .setUsageHelpWidth(Math.min(100, terminal.columns()))
        .setUsageHelpLongOptionsMaxWidth(32);
    return commandLine;
  }
}
