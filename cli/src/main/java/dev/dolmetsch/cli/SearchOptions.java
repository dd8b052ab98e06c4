package dev.dolmetsch.cli;

import dev.dolmetsch.model.decode.DecodingOptions;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How translations are searched for; what is not given is as the model's configuration says. */
final class SearchOptions {
  private static final String FROM_MODEL = "default: the model's own.";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--beam-size",
      paramLabel = "N",
      description = "Hypotheses per sentence, 1 is greedy search; " + FROM_MODEL)
  private Optional<Integer> beamSize = Optional.empty();

  @Option(
      names = "--length-penalty",
      paramLabel = "A",
      description = "Hypotheses are ranked by log-probability / length^A; " + FROM_MODEL)
  private Optional<Double> lengthPenalty = Optional.empty();

  @Option(
      names = "--max-source-length",
      paramLabel = "N",
      description = "Lines of more pieces are translated by parts; " + FROM_MODEL)
  private Optional<Integer> maxSourceLength = Optional.empty();

  @Option(
      names = "--batch-tokens",
      paramLabel = "N",
      description = "Source pieces that are translated together; " + FROM_MODEL)
  private Optional<Integer> batchTokens = Optional.empty();

  /**
   * The options given, completed by the model's.
   *
   * @param nBest translations wanted of each sentence
   */
  DecodingOptions completedBy(DecodingOptions model, int nBest) {
    try {
      return new DecodingOptions(
          beamSize.orElse(model.beamSize()),
          lengthPenalty.orElse(model.lengthPenalty()),
          nBest,
          model.maxLengthFactor(),
          model.maxLengthOffset(),
          maxSourceLength.orElse(model.maxSourceLength()),
          batchTokens.orElse(model.batchTokens()));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), OptionNames.of(e), e);
    }
  }
}
