package dev.dolmetsch.cli;

import dev.dolmetsch.data.subword.SubwordModel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dolmetsch subword encode}: text to pieces. */
@Command(
    name = "encode",
    description = "Cut each line of text into the pieces of a subword model.",
    footer = {
      "",
      "Example:",
      "  echo 'Ein Hund läuft.' | dolmetsch subword encode --model joint.model --ids",
    })
final class SubwordEncodeCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "MODEL",
      description = "A .model file or a model directory.")
  private Path model;

  @Mixin private InputAndOutput streams;

  @Option(names = "--ids", description = "Print ids instead of pieces.")
  private boolean ids;

  SubwordEncodeCommand(Terminal terminal) {
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
        results.line(encode(subwords, line.get()));
        if (streams.conversing(terminal)) {
          results.flush();
        }
        line = lines.next();
      }
      results.complete();
    }
    return Failures.OK;
  }

  private String encode(SubwordModel subwords, String line) {
    return ids
        ? Arrays.stream(subwords.encode(line))
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(" "))
        : String.join(" ", subwords.encodeAsPieces(line));
  }
}
