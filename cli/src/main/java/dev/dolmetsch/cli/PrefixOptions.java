package dev.dolmetsch.cli;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.model.decode.SourceSentence;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What translations must begin with. */
final class PrefixOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--prefix",
      paramLabel = "TEXT",
      description =
          "Every translation begins with this text; its last word may go on. Characters that the"
              + " model does not know come back as \u2047.")
  private Optional<String> prefix = Optional.empty();

  @Option(
      names = "--prefix-file",
      paramLabel = "FILE",
      description =
          "The translation of line n begins with the text of line n of this file, plain or gzip; a"
              + " blank line leaves it free.")
  private Optional<Path> file = Optional.empty();

  /** The file that is read, if there is one. */
  Optional<Path> file() {
    return file;
  }

  /**
   * Opens the prefixes.
   *
   * @param invalidUtf8 what happens to bytes of the file that are no UTF-8
   */
  Prefixes open(Terminal terminal, Lines.InvalidUtf8 invalidUtf8) {
    if (prefix.isPresent() && file.isPresent()) {
      throw new ParameterException(
          spec.commandLine(), "give either --prefix or --prefix-file, not both");
    }
    return new Prefixes(
        prefix.orElse(""),
        file.map(path -> Lines.of(Optional.of(path), terminal, invalidUtf8, Lines.Limit.OF_TEXT)));
  }

  /**
   * Sentences with their prefixes.
   *
   * @param sentences all, or those before the first whose prefix is refused
   * @param refusal what is wrong with that one's
   */
  record Attached(List<SourceSentence> sentences, Optional<DolmetschException> refusal) {
    Attached {
      sentences = List.copyOf(sentences);
    }
  }

  /** Gives sentences their prefixes and numbers. */
  static final class Prefixes implements AutoCloseable {
    private final String constant;
    private final Optional<Lines> lines;
    private long number;

    private Prefixes(String constant, Optional<Lines> lines) {
      this.constant = constant;
      this.lines = lines;
    }

    /** The next sentences with theirs, numbered from 1 over all calls. */
    Attached attach(List<String> sentences) {
      List<SourceSentence> attached = new ArrayList<>();
      try {
        for (String sentence : sentences) {
          attached.add(new SourceSentence(sentence, next(), ++number));
        }
      } catch (DolmetschException e) {
        return new Attached(attached, Optional.of(e));
      }
      return new Attached(attached, Optional.empty());
    }

    /** Says so if there are more prefixes than sentences. */
    void warnOfMore(Terminal terminal) {
      if (lines.isPresent() && !lines.get().atEnd()) {
        terminal.say(
            "%s: warning: has more lines than there are to be translated; the others are not read",
            lines.get().name());
      }
    }

    /** Passes over the prefixes of so many sentences. */
    void skip(long count) {
      number += count;
      lines.ifPresent(file -> file.skip(count));
    }

    private String next() {
      if (lines.isEmpty()) {
        return constant;
      }
      Lines file = lines.get();
      return file.next()
          .orElseThrow(
              () ->
                  new DolmetschException(
                      file.name()
                          + " has only "
                          + file.line()
                          + (file.line() == 1 ? " line" : " lines")
                          + ", but there are more to be translated; give a line for each,"
                          + " blank where nothing is wanted"));
    }

    @Override
    public void close() {
      lines.ifPresent(Lines::close);
    }
  }
}
