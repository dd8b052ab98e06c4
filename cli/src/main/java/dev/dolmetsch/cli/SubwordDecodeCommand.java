package dev.dolmetsch.cli;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.data.subword.SubwordModel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dolmetsch subword decode}: pieces to text. */
@Command(
    name = "decode",
    description = "Join the pieces of each line, separated by spaces, to text.",
    footer = {
      "",
      "Example:",
      "  dolmetsch subword decode --model joint.model --ids --input ids.txt",
    })
final class SubwordDecodeCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "MODEL",
      description = "A .model file or a model directory.")
  private Path model;

  @Mixin private InputAndOutput streams;

  @Option(names = "--ids", description = "Read ids instead of pieces.")
  private boolean ids;

  SubwordDecodeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    streams.keep(model);
    try (SubwordModel subwords = SubwordFiles.load(model);
        Lines lines = streams.lines(terminal);
        Results results = streams.results(terminal)) {
      Optional<String> line = lines.next();
      while (line.isPresent()) {
        results.line(decode(subwords, line.get(), lines));
        if (streams.conversing(terminal)) {
          results.flush();
        }
        line = lines.next();
      }
      results.complete();
    }
    return Failures.OK;
  }

  private String decode(SubwordModel subwords, String line, Lines lines) {
    if (!ids) {
      return subwords.decodePieces(words(line, " "));
    }
    try {
      return subwords.decode(words(line, "\\s").stream().mapToInt(this::id).toArray());
    } catch (IllegalArgumentException e) {
      throw new DolmetschException(
          lines.name() + ":" + lines.line() + ": not ids of this model: " + e.getMessage(), e);
    }
  }

  private static List<String> words(String line, String separator) {
    return Arrays.stream(line.split(separator)).filter(word -> !word.isEmpty()).toList();
  }

  private int id(String word) {
    try {
      return Integer.parseInt(word);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("\"" + word + "\" is no whole number", e);
    }
  }
}
