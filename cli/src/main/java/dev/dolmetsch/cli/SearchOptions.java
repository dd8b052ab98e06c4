package dev.dolmetsch.cli;

import dev.dolmetsch.model.TransformerConfig;
import dev.dolmetsch.model.decode.DecodingOptions;
import dev.dolmetsch.model.decode.Diversity;
import dev.dolmetsch.model.decode.Sampling;
import dev.dolmetsch.model.decode.SearchMethod;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** How translations are searched for; what is not given is as the model's configuration says. */
final class SearchOptions {
  private static final String FROM_MODEL = "default: the model's own.";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--method",
      paramLabel = "NAME",
      converter = MethodConverter.class,
      description =
          "beam: beam search. sampling: each translation is drawn from the model; " + FROM_MODEL)
  private Optional<SearchMethod> method = Optional.empty();

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
      names = "--coverage-penalty",
      paramLabel = "B",
      description =
          "Scores get B times the sum of log(min(attention, 1)) of the source pieces on top, 0"
              + " ignores them; "
              + FROM_MODEL)
  private Optional<Double> coveragePenalty = Optional.empty();

  @Option(
      names = "--diversity-groups",
      paramLabel = "N",
      description =
          "Groups of the beam that avoid each other's pieces, a divisor of --beam-size, 1 is"
              + " ordinary beam search; "
              + FROM_MODEL)
  private Optional<Integer> diversityGroups = Optional.empty();

  @Option(
      names = "--diversity-penalty",
      paramLabel = "X",
      description =
          "What a piece costs a group for each hypothesis of an earlier group that has just taken"
              + " it; "
              + FROM_MODEL)
  private Optional<Double> diversityPenalty = Optional.empty();

  @Option(
      names = "--max-length-factor",
      paramLabel = "X",
      description = "At most X pieces for each source piece, plus the offset; " + FROM_MODEL)
  private Optional<Double> maxLengthFactor = Optional.empty();

  @Option(
      names = "--max-length-offset",
      paramLabel = "N",
      description = "Pieces allowed beside those; " + FROM_MODEL)
  private Optional<Integer> maxLengthOffset = Optional.empty();

  @Option(
      names = "--min-decoding-length",
      paramLabel = "N",
      description = "Pieces that a translation has at least; " + FROM_MODEL)
  private Optional<Integer> minDecodingLength = Optional.empty();

  @Option(
      names = "--max-decoding-length",
      paramLabel = "N",
      description = "Pieces that a translation has at most, however long its source; " + FROM_MODEL)
  private Optional<Integer> maxDecodingLength = Optional.empty();

  @Option(
      names = "--no-repeat-ngram-size",
      paramLabel = "N",
      description = "No N pieces in a row stand twice in a translation, 0 allows it; " + FROM_MODEL)
  private Optional<Integer> noRepeatNgramSize = Optional.empty();

  @Option(
      names = "--temperature",
      paramLabel = "X",
      description = "Sampling: below 1 probable pieces become more so; " + FROM_MODEL)
  private Optional<Double> temperature = Optional.empty();

  @Option(
      names = "--top-k",
      paramLabel = "N",
      description = "Sampling: draw from the N most probable pieces, 0 from all; " + FROM_MODEL)
  private Optional<Integer> topK = Optional.empty();

  @Option(
      names = "--top-p",
      paramLabel = "P",
      description =
          "Sampling: draw from the fewest pieces that have probability P together, 1 from all; "
              + FROM_MODEL)
  private Optional<Double> topP = Optional.empty();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Sampling: another seed draws other translations; " + FROM_MODEL)
  private Optional<Long> seed = Optional.empty();

  @Option(
      names = "--alignment-layer",
      paramLabel = "N",
      description =
          "The decoder layer, from 0, whose attention aligns and covers; default: the model's own,"
              + " which is the last but one unless its configuration says otherwise.")
  private Optional<Integer> alignmentLayer = Optional.empty();

  @Option(
      names = "--shortlist",
      negatable = true,
      paramLabel = "BOOL",
      description =
          "Produce only pieces of the model's shortlist (see dolmetsch shortlist). Scores and"
              + " log-probabilities are then relative to these pieces; "
              + FROM_MODEL)
  private Optional<Boolean> shortlist = Optional.empty();

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

  /** Takes a method by its name in configuration files. */
  private static final class MethodConverter implements ITypeConverter<SearchMethod> {
    @Override
    public SearchMethod convert(String name) {
      return Stream.of(SearchMethod.values())
          .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(name))
          .findFirst()
          .orElseThrow(
              () -> new TypeConversionException("must be beam or sampling, but is '" + name + "'"));
    }
  }

  /**
   * The options given, completed by the model's.
   *
   * @param defaults the model's own
   * @param model its architecture
   * @param nBest translations wanted of each sentence
   * @param aligned whether alignments are wanted
   * @throws ParameterException if they do not fit together or the model, or one of those given
   *     would be ignored
   */
  DecodingOptions completedBy(
      DecodingOptions defaults, TransformerConfig model, int nBest, boolean aligned) {
    requireLayer(model);
    DecodingOptions options;
    try {
      options =
          defaults.with(
              change -> {
                method.ifPresent(change::method);
                beamSize.ifPresent(change::beamSize);
                lengthPenalty.ifPresent(change::lengthPenalty);
                coveragePenalty.ifPresent(change::coveragePenalty);
                change.diversity(diversity(defaults.diversity()));
                change.nBest(nBest);
                maxLengthFactor.ifPresent(change::maxLengthFactor);
                maxLengthOffset.ifPresent(change::maxLengthOffset);
                minDecodingLength.ifPresent(change::minDecodingLength);
                maxDecodingLength.ifPresent(change::maxDecodingLength);
                noRepeatNgramSize.ifPresent(change::noRepeatNgramSize);
                change.sampling(sampling(defaults.sampling()));
                alignmentLayer.ifPresent(change::alignmentLayer);
                shortlist.ifPresent(change::shortlist);
                maxSourceLength.ifPresent(change::maxSourceLength);
                batchTokens.ifPresent(change::batchTokens);
              });
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), OptionNames.of(e), e);
    }
    ignored(options, aligned)
        .ifPresent(
            message -> {
              throw new ParameterException(spec.commandLine(), message);
            });
    return options;
  }

  /** What is wrong if one of the options given would change nothing. */
  private Optional<String> ignored(DecodingOptions options, boolean aligned) {
    boolean sampled = options.method() == SearchMethod.SAMPLING;
    if (!sampled && anyGiven(temperature, topK, topP, seed)) {
      return Optional.of(
          "--temperature, --top-k, --top-p and --seed are about samples; add --method sampling");
    }
    if (sampled && anyGiven(beamSize, diversityGroups, diversityPenalty)) {
      return Optional.of(
          "--beam-size, --diversity-groups and --diversity-penalty are about beam search; leave them"
              + " out, or add --method beam");
    }
    if (diversityPenalty.isPresent() && options.diversity().groups() == 1) {
      return Optional.of(
          "--diversity-penalty is about groups of the beam; add --diversity-groups of at least 2");
    }
    if (alignmentLayer.isPresent() && !aligned && options.coveragePenalty() == 0) {
      return Optional.of(
          "--alignment-layer is about alignments and the coverage penalty; leave it out, or ask for"
              + " one of them");
    }
    return Optional.empty();
  }

  private void requireLayer(TransformerConfig model) {
    int layers = model.decoderLayers();
    if (alignmentLayer.isPresent() && alignmentLayer.get() >= layers) {
      throw new ParameterException(
          spec.commandLine(),
          "--alignment-layer must be in 0\u2013"
              + (layers - 1)
              + ", as the model has "
              + layers
              + (layers == 1 ? " decoder layer" : " decoder layers")
              + ", but is "
              + alignmentLayer.get());
    }
  }

  private static boolean anyGiven(Optional<?>... options) {
    return Stream.of(options).anyMatch(Optional::isPresent);
  }

  /** Whether any of these options was given. */
  boolean given() {
    return anyGiven(
        method,
        beamSize,
        lengthPenalty,
        coveragePenalty,
        diversityGroups,
        diversityPenalty,
        maxLengthFactor,
        maxLengthOffset,
        minDecodingLength,
        maxDecodingLength,
        noRepeatNgramSize,
        temperature,
        topK,
        topP,
        seed,
        alignmentLayer,
        shortlist,
        maxSourceLength,
        batchTokens);
  }

  private Diversity diversity(Diversity defaults) {
    return new Diversity(
        diversityGroups.orElse(defaults.groups()), diversityPenalty.orElse(defaults.penalty()));
  }

  private Sampling sampling(Sampling defaults) {
    return new Sampling(
        temperature.orElse(defaults.temperature()),
        topK.orElse(defaults.topK()),
        topP.orElse(defaults.topP()),
        seed.orElse(defaults.seed()));
  }
}
