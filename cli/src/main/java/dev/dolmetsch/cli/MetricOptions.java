package dev.dolmetsch.cli;

import dev.dolmetsch.training.metric.Bleu;
import dev.dolmetsch.training.metric.BleuOptions;
import dev.dolmetsch.training.metric.BleuTokenizer;
import dev.dolmetsch.training.metric.Chrf;
import dev.dolmetsch.training.metric.ChrfOptions;
import dev.dolmetsch.training.metric.Smoothing;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The variants of BLEU and chrF; names and defaults are sacreBLEU's. */
final class MetricOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--tokenize",
      paramLabel = "13a|intl|char|none",
      description = "How BLEU splits lines into words; default 13a.")
  private String tokenize = "13a";

  @Option(
      names = {"--lowercase", "-lc"},
      description = "BLEU without regard to case (chrF: --chrf-lowercase).")
  private boolean lowercase;

  @Option(
      names = "--smooth",
      paramLabel = "none|floor|add-k|exp",
      description = "What BLEU puts in the place of zero precisions; default exp.")
  private String smooth = "exp";

  @Option(
      names = "--smooth-value",
      paramLabel = "X",
      description = "The value of floor (default 0.1) or add-k (default 1).")
  private Optional<Double> smoothValue = Optional.empty();

  @Option(names = "--chrf-lowercase", description = "chrF without regard to case.")
  private boolean chrfLowercase;

  @Option(
      names = "--chrf-word-order",
      paramLabel = "N",
      description = "Longest n-grams of words in chrF; default 0; 2 is chrF++.")
  private int chrfWordOrder;

  /** BLEU as asked for. */
  Bleu bleu() {
    try {
      Smoothing smoothing =
          smoothValue.isPresent() ? Smoothing.of(smooth, smoothValue.get()) : Smoothing.of(smooth);
      return new Bleu(
          BleuOptions.defaults()
              .withTokenizer(BleuTokenizer.of(tokenize))
              .withLowercase(lowercase)
              .withSmoothing(smoothing));
    } catch (IllegalArgumentException e) {
      String message =
          String.valueOf(e.getMessage())
              .replaceFirst("^tokenizer\\b", "--tokenize")
              .replaceFirst("^smoothing value\\b", "--smooth-value")
              .replaceFirst("^smoothing\\b", "--smooth");
      throw new ParameterException(spec.commandLine(), message, e);
    }
  }

  /** chrF as asked for. */
  Chrf chrf() {
    try {
      return new Chrf(
          ChrfOptions.defaults().withLowercase(chrfLowercase).withWordOrder(chrfWordOrder));
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage()).replace("wordOrder", "--chrf-word-order");
      throw new ParameterException(spec.commandLine(), message, e);
    }
  }
}
