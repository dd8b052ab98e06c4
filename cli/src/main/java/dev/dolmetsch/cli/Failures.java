package dev.dolmetsch.cli;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.model.config.OverrideException;
import dev.dolmetsch.model.config.Spelling;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in one line what went wrong and chooses the exit code. */
final class Failures {
  static final int OK = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;

  /** What a process ends with that a closed pipe ended: 128 + SIGPIPE. */
  static final int PIPE_CLOSED = 141;

  private final Terminal terminal;
  private final boolean debug;

  Failures(Terminal terminal, boolean debug) {
    this.terminal = terminal;
    this.debug = debug;
  }

  /** A command line that makes no sense; never a stack trace. */
  int usage(ParameterException e) {
    CommandLine command = e.getCommandLine();
    ParameterException mistake = e;
    if (e instanceof MissingParameterException && !command.getUnmatchedArguments().isEmpty()) {
      // A mistyped option, not a missing one: say that.
      mistake = new UnmatchedArgumentException(command, command.getUnmatchedArguments());
    }
    String message = inWords(String.valueOf(mistake.getMessage()));
    if (mistake instanceof UnmatchedArgumentException unmatched) {
      message += advice(unmatched);
    }
    String name = command.getCommandSpec().qualifiedName();
    terminal.say(oneLine(message) + " (see " + name + " --help)");
    return USAGE;
  }

  /** Without the names of Java's types. */
  private static String inWords(String message) {
    return message
        .replaceFirst("is not an? (int|long)$", "is not a whole number")
        .replaceFirst("is not a double$", "is not a number");
  }

  /** What may have been meant. */
  private static String advice(UnmatchedArgumentException unmatched) {
    String argument = unmatched.getUnmatched().get(0);
    CommandSpec command = unmatched.getCommandLine().getCommandSpec();
    boolean takesText =
        command.positionalParameters().stream().anyMatch(text -> text.type() == String.class);
    if (takesText && argument.startsWith("-") && argument.contains(" ")) {
      return "; put -- before a sentence that begins with a dash";
    }
    if (argument.startsWith("--")) {
      List<String> options =
          command.optionsMap().keySet().stream().filter(name -> name.startsWith("--")).toList();
      return Spelling.closest(argument.replaceFirst("=.*", ""), options)
          .map(option -> "; did you mean " + option + "?")
          .orElse("");
    }
    if (!argument.startsWith("-") && command.findOption("--input") != null) {
      return "; name a file with --input, or write lines to standard input";
    }
    if (takesText && !argument.startsWith("-")) {
      return "; put a sentence in quotes";
    }
    List<String> suggestions = unmatched.getSuggestions();
    return suggestions.isEmpty() ? "" : "; did you mean " + String.join(" or ", suggestions) + "?";
  }

  /** Anything that a command threw. */
  int failure(Throwable thrown) {
    Throwable failure = unwrapped(thrown);
    if (failure instanceof ParameterException usage) {
      return usage(usage);
    }
    if (find(failure, OutputClosedException.class).isPresent()) {
      return PIPE_CLOSED;
    }
    terminal.say(oneLine(message(failure)));
    if (debug) {
      failure.printStackTrace(terminal.err());
    }
    return failure instanceof OverrideException ? USAGE : FAILED;
  }

  private String message(Throwable failure) {
    Optional<OutOfMemoryError> outOfMemory = find(failure, OutOfMemoryError.class);
    if (outOfMemory.isPresent()) {
      return outOfMemory(String.valueOf(outOfMemory.get().getMessage()));
    }
    if (failure instanceof DolmetschException) {
      return String.valueOf(failure.getMessage());
    }
    Optional<LinkageError> unlinked = find(failure, LinkageError.class);
    if (unlinked.isPresent()) {
      return natives(unlinked.get());
    }
    String description =
        failure.getClass().getName()
            + (failure.getMessage() == null ? "" : ": " + failure.getMessage());
    return "unexpected failure, " + description + (debug ? "" : "; run again with --debug");
  }

  /** Native libraries are unpacked when the first class that calls them is initialised. */
  private static String natives(LinkageError failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return "native libraries cannot be unpacked or loaded ("
        + root
        + "); name a folder that can be written to, with 1 GB free, in DOLMETSCH_NATIVES";
  }

  private static String outOfMemory(String reason) {
    boolean heap = reason.contains("heap space") || reason.contains("GC overhead");
    return "out of memory ("
        + reason
        + "); "
        + (heap
            ? "allow more with DOLMETSCH_HEAP=4g"
            : "allow more with DOLMETSCH_NATIVE=8g (as much as the machine has)")
        + " or use smaller batches (training.tokens_per_batch, --batch-tokens)";
  }

  /** Without the wrappers that only say that another thread or Picocli was in between. */
  private static Throwable unwrapped(Throwable thrown) {
    Throwable failure = thrown;
    while ((failure instanceof ExecutionException
            || failure instanceof java.util.concurrent.ExecutionException
            || failure instanceof java.util.concurrent.CompletionException)
        && failure.getCause() != null) {
      failure = failure.getCause();
    }
    return failure;
  }

  private static <T extends Throwable> Optional<T> find(Throwable failure, Class<T> type) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Throwable t = failure; t != null && seen.add(t); t = t.getCause()) {
      if (type.isInstance(t)) {
        return Optional.of(type.cast(t));
      }
    }
    return Optional.empty();
  }

  private static String oneLine(String message) {
    return message.strip().replaceAll("\\s*\\R\\s*", "; ");
  }
}
