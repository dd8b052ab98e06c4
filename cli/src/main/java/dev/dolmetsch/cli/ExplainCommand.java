package dev.dolmetsch.cli;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.model.decode.Translator;
import dev.dolmetsch.model.explain.AttentionExplainer;
import dev.dolmetsch.model.explain.Explanation;
import dev.dolmetsch.model.explain.ExplanationJson;
import dev.dolmetsch.model.explain.ExplanationTables;
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
      "Prints Q, K, V, raw scores, scaled and masked scores, weights and context vectors of one"
          + " layer and head as tables. --json has them with all digits, for all heads unless one is"
          + " chosen; --text draws the weights as heat maps.",
      "What is shown is computed in float32; --precision is that of the search for the translation.",
    },
    footer = {
      "",
      "Examples:",
      "  dolmetsch explain --model runs/x 'A dog runs.'",
      "  dolmetsch explain --model runs/x --text 'A dog runs.'",
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
      description =
          "This layer only, from 0; default: all in JSON, else the last of"
              + " each of encoder and decoder.")
  private Optional<Integer> layer = Optional.empty();

  @Option(
      names = "--head",
      paramLabel = "H",
      description = "This head only, from 0; default: head 0 as tables, else all.")
  private Optional<Integer> head = Optional.empty();

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Option(names = "--text", description = "Draw the weights as heat maps.")
  private boolean text;

  ExplainCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (json && text) {
      throw new ParameterException(spec.commandLine(), "give one of --json and --text");
    }
    try (Translator translator = model.load(terminal);
        Results results = Results.to(terminal)) {
      Explanation all = new AttentionExplainer(translator).explain(sentence);
      Explanation layers = layer.isEmpty() && !json ? all.lastLayers() : all;
      Explanation selected = select(layers);
      if (selected.truncated()) {
        terminal.say(
            "warning: longer than %d pieces; only its beginning is explained",
            translator.defaultOptions().maxSourceLength());
      }
      results.text(render(selected));
      results.complete();
    }
    return Failures.OK;
  }

  private Explanation select(Explanation layers) {
    try {
      return layers.select(optionalInt(layer), head());
    } catch (DolmetschException e) {
      throw new ParameterException(spec.commandLine(), "--layer and --head: " + e.getMessage(), e);
    }
  }

  private String render(Explanation explanation) {
    if (json) {
      return ExplanationJson.render(explanation);
    }
    return text ? ExplanationText.render(explanation) : ExplanationTables.render(explanation);
  }

  private OptionalInt head() {
    return head.isEmpty() && !json && !text ? OptionalInt.of(0) : optionalInt(head);
  }

  private static OptionalInt optionalInt(Optional<Integer> value) {
    return value.map(OptionalInt::of).orElseGet(OptionalInt::empty);
  }
}
