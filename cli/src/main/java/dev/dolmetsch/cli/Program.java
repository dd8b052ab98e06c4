package dev.dolmetsch.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.dolmetsch.model.config.Spelling;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;

/** The whole command line, as a function of streams and arguments. */
final class Program {
  /** In the order in which help lists them. */
  private static final List<String> VERBS =
      List.of(
          "quickstart",
          "train",
          "translate",
          "evaluate",
          "similarity",
          "explain",
          "average",
          "shortlist",
          "quantize",
          "benchmark",
          "data",
          "subword");

  private Program() {}

  /**
   * Runs a command line.
   *
   * @return the exit code
   */
  static int run(Terminal terminal, String... arguments) {
    Failures failures = new Failures(terminal, Arrays.asList(arguments).contains("--debug"));
    try {
      CommandLine commandLine = commandLine(terminal, arguments);
      Optional<String> first = first(arguments);
      if (first.isPresent() && !VERBS.contains(first.get())) {
        return failures.usage(new ParameterException(commandLine, unknown(first.get())));
      }
      commandLine.setParameterExceptionHandler((e, args) -> failures.usage(e));
      commandLine.setExecutionExceptionHandler((e, command, result) -> failures.failure(e));
      return commandLine.execute(arguments);
    } catch (Throwable e) { // Errors too: a full memory is no reason for a stack trace.
      return failures.failure(e);
    }
  }

  /**
   * The verbs among which these arguments choose. Where they begin with one that exists, it is the
   * only one made: describing all of them to Picocli takes longer than many a command.
   */
  private static CommandLine commandLine(Terminal terminal, String... arguments) {
    CommandLine commandLine = new CommandLine(new RootCommand());
    Optional<String> chosen = first(arguments).filter(VERBS::contains);
    for (String verb : chosen.map(List::of).orElse(VERBS)) {
      commandLine.addSubcommand(verb(verb, terminal));
    }
    commandLine
        .setOut(new PrintWriter(new OutputStreamWriter(terminal.out(), UTF_8), true))
        .setErr(new PrintWriter(new OutputStreamWriter(terminal.err(), UTF_8), true))
        .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
        .setUsageHelpWidth(Math.min(100, terminal.columns()))
        .setUsageHelpLongOptionsMaxWidth(32)
        .setExpandAtFiles(false) // A sentence may begin with @.
        .setCaseInsensitiveEnumValuesAllowed(true);
    return commandLine;
  }

  /** The first argument that is no option: none of the options before a verb has a value. */
  private static Optional<String> first(String... arguments) {
    return Arrays.stream(arguments).filter(argument -> !argument.startsWith("-")).findFirst();
  }

  private static String unknown(String verb) {
    return "there is no command \""
        + verb
        + "\""
        + Spelling.closest(verb, VERBS).map(other -> "; did you mean " + other + "?").orElse("");
  }

  private static CommandLine verb(String name, Terminal terminal) {
    return switch (name) {
      case "quickstart" -> new CommandLine(new QuickstartCommand(terminal));
      case "train" -> new CommandLine(new TrainCommand(terminal));
      case "translate" -> new CommandLine(new TranslateCommand(terminal));
      case "evaluate" -> new CommandLine(new EvaluateCommand(terminal));
      case "similarity" -> new CommandLine(new SimilarityCommand(terminal));
      case "explain" -> new CommandLine(new ExplainCommand(terminal));
      case "average" -> new CommandLine(new AverageCommand(terminal));
      case "shortlist" -> new CommandLine(new ShortlistCommand(terminal));
      case "quantize" -> new CommandLine(new QuantizeCommand(terminal));
      case "benchmark" ->
          new CommandLine(new BenchmarkCommand())
              .addSubcommand(new BenchmarkTrainCommand(terminal))
              .addSubcommand(new BenchmarkTranslateCommand(terminal));
      case "data" ->
          new CommandLine(new DataCommand())
              .addSubcommand(new DataStatsCommand(terminal))
              .addSubcommand(new DataGenerateCommand(terminal));
      case "subword" ->
          new CommandLine(new SubwordCommand())
              .addSubcommand(new SubwordTrainCommand(terminal))
              .addSubcommand(new SubwordEncodeCommand(terminal))
              .addSubcommand(new SubwordDecodeCommand(terminal));
      default -> throw new IllegalArgumentException("no verb is named " + name);
    };
  }
}
