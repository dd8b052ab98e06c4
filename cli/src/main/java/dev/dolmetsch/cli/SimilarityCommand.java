package dev.dolmetsch.cli;

import dev.dolmetsch.model.decode.Translator;
import dev.dolmetsch.model.similarity.SentenceVectors;
import dev.dolmetsch.model.similarity.Similarity;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dolmetsch similarity}: how near two sentences are to each other, to the encoder. */
@Command(
    name = "similarity",
    description =
        "Compare two sentences in the model's source language: dot product and cosine of their mean"
            + " encoder states.",
    footer = {
      "",
      "Example:",
      "  dolmetsch similarity --model runs/x 'A dog runs.' 'The cat sleeps.'",
    })
final class SimilarityCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private ModelPathOption model;

  @Parameters(index = "0", paramLabel = "A", description = "A sentence.")
  private String first;

  @Parameters(index = "1", paramLabel = "B", description = "Another sentence.")
  private String second;

  @Option(names = "--json", description = "Print one JSON object with every digit.")
  private boolean json;

  SimilarityCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    try (Translator translator = Translator.load(model.path());
        SentenceVectors vectors = SentenceVectors.of(translator);
        Results results = Results.to(terminal)) {
      results.text(text(vectors.compare(first, second)));
      results.complete();
    }
    return Failures.OK;
  }

  private String text(Similarity similarity) {
    if (json) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("dot_product", similarity.dotProduct());
      fields.put("cosine", similarity.cosine());
      return JsonText.of(fields);
    }
    return String.format(
        Locale.ROOT,
        "dot product  %.6f\ncosine       %.6f\n",
        similarity.dotProduct(),
        similarity.cosine());
  }
}
