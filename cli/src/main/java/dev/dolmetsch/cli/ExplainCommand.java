package dev.dolmetsch.cli;

import dev.dolmetsch.model.TransformerConfig;
import dev.dolmetsch.model.decode.Translator;
import dev.dolmetsch.model.explain.AttentionExplainer;
import dev.dolmetsch.model.explain.Explanation;
import dev.dolmetsch.model.explain.ExplanationJson;
import dev.dolmetsch.model.explain.ExplanationText;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dolmetsch explain}: what attention computed while a sentence was translated. */
@Command(
    name = "explain",
    description = {
      "Translate a sentence and show its attention, of each kind: encoder self-attention, decoder"
          + " self-attention, and the decoder's attention on the source.",
      "--text draws the weights as heat maps; --json has Q, K, V, raw scores, scaled and masked"
          + " scores, weights and context vectors.",
    },
    footer = {
      "",
      "Examples:",
      "  dolmetsch explain --model runs/x 'A dog runs.'",
      "  dolmetsch explain --model runs/x --layer 1 --head 0 --json 'A dog runs.'",
    })
final class ExplainCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private CommandSpec spec;

  @Mixin private ModelOption model;

  @Parameters(paramLabel = "SENTENCE", description = "What to translate and explain.")
  private String sentence;

  @Option(
      names = "--layer",
      paramLabel = "L",
      description = "This layer only, from 0; default: all in JSON, the last one as text.")
  private Optional<Integer> layer = Optional.empty();

  @Option(names = "--head", paramLabel = "H", description = "This head only, from 0; default all.")
  private Optional<Integer> head = Optional.empty();

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Option(names = "--text", description = "Draw heat maps; the default.")
  private boolean text;

  ExplainCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (json && text) {
      throw new ParameterException(spec.commandLine(), "give one of --json and --text");
    }
    try (Translator translator = model.load();
        Results results = Results.to(terminal)) {
      Explanation all = new AttentionExplainer(translator).explain(sentence);
      Explanation selected = all.select(layer(translator.config()), optionalInt(head));
      if (selected.truncated()) {
        terminal.say(
            "warning: longer than %d pieces; only its beginning is explained",
            translator.defaultOptions().maxSourceLength());
      }
      results.text(json ? ExplanationJson.render(selected) : ExplanationText.render(selected));
      results.complete();
    }
    return Failures.OK;
  }

  private OptionalInt layer(TransformerConfig config) {
    if (layer.isEmpty() && !json) {
      return OptionalInt.of(Math.max(config.encoderLayers(), config.decoderLayers()) - 1);
    }
    return optionalInt(layer);
  }

  private static OptionalInt optionalInt(Optional<Integer> value) {
    return value.map(OptionalInt::of).orElseGet(OptionalInt::empty);
  }
}
