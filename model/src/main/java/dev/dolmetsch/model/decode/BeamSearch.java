package dev.dolmetsch.model.decode;

import dev.dolmetsch.data.DolmetschException;
import dev.dolmetsch.data.batch.SpecialIds;
import dev.dolmetsch.model.FlatParameters;
import dev.dolmetsch.model.TransformerConfig;
import dev.dolmetsch.model.TransformerGraphs;
import dev.dolmetsch.model.engine.Kernels;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Searches for translations as {@link DecodingOptions} say: the encoder once, then the decoder one
 * piece at a time, with K hypotheses of each sentence. {@code <s>} and {@code <pad>} are never
 * produced.
 *
 * <p>In a beam the best 2·K continuations of a sentence's hypotheses are looked at in each step.
 * Those of the best K that end are finished; the best K that do not end go on. A sentence is done
 * as soon as K hypotheses have finished, or no live one can still come among the n best, or the
 * maximum length is reached, where the live ones are finished as they are. Finished hypotheses are
 * ranked as {@link HypothesisScorer} says. Of equal candidates the better parent's stands first,
 * then the lower id. With K = 1 this is greedy search.
 *
 * <p>A beam of G groups is G beams of K/G hypotheses that avoid the pieces which earlier groups
 * have chosen in the same step ({@link Diversity}); each of them goes on until K/G have finished.
 * Sampling draws one continuation of each of K samples instead ({@link PieceSampler}).
 *
 * <p>Belongs to one thread at a time.
 */
public final class BeamSearch implements AutoCloseable {
  private final TransformerConfig config;
  private final FlatParameters parameters;
  private final SpecialIds specials;
  private final Kernels kernels;
  private final BatchEncoder encoder;
  private final LogitRow row;
  private final Supplier<Shortlist> shortlist;
  private @Nullable SearchProfile profile;

  /** By the outputs that are read beside the logits, which only some options need. */
  private final Map<List<String>, DecoderSteps> steps = new ConcurrentHashMap<>();

  /** A search with these parameters, which must stay as they are while it searches. */
  public BeamSearch(
      TransformerConfig config, FlatParameters parameters, SpecialIds specials, Kernels kernels) {
    this(
        config,
        parameters,
        specials,
        kernels,
        () -> {
          throw new DolmetschException(
              "this search has no shortlist; leave decoding.shortlist off");
        });
  }

  /**
   * A search that can be limited to a shortlist.
   *
   * @param shortlist asked for it when options want it
   */
  public BeamSearch(
      TransformerConfig config,
      FlatParameters parameters,
      SpecialIds specials,
      Kernels kernels,
      Supplier<Shortlist> shortlist) {
    this.config = config;
    this.parameters = parameters;
    this.specials = specials;
    this.kernels = kernels;
    this.encoder = BatchEncoder.ofCrossCaches(config, parameters, specials, kernels);
    this.shortlist = shortlist;
    this.row = new LogitRow(parameters.layout().vocabularySize(), specials);
  }

  /**
   * Translates sources, those of similar length together. They are numbered in their order.
   *
   * @param sources ids without special ids, none empty
   * @return as {@link #searchAll} says
   * @throws IllegalArgumentException if a source is empty
   */
  public List<List<Hypothesis>> search(List<int[]> sources, DecodingOptions options) {
    return searchAll(
        IntStream.range(0, sources.size())
            .mapToObj(i -> new SearchInput(sources.get(i), new int[0], i))
            .toList(),
        options);
  }

  /**
   * Translates sentences, those of similar length together.
   *
   * @return for each sentence, in the order given, its at most {@code options.nBest()} best
   *     hypotheses, best first, of which no two have the same ids; or as many samples, which are
   *     independent of each other, so that two may
   */
  public List<List<Hypothesis>> searchAll(List<SearchInput> inputs, DecodingOptions options) {
    List<SearchRequest> requests =
        inputs.stream().map(input -> new SearchRequest(input, options)).toList();
    RequestQueue queue = new RequestQueue(1);
    queue.add(requests);
    queue.next().ifPresent(turn -> search(options, turn));
    List<List<Hypothesis>> results = new ArrayList<>();
    for (SearchRequest request : requests) {
      try {
        results.add(request.result().join());
      } catch (CompletionException e) {
        throw e.getCause() instanceof RuntimeException cause ? cause : e;
      }
    }
    return Collections.unmodifiableList(results);
  }

  /**
   * Translates until no requests are waiting. A sentence that is done leaves its rows to another,
   * so that a long one does not hold up the short ones.
   *
   * @param waiting requests of these options
   */
  void search(DecodingOptions options, WaitingRequests waiting) {
    int vocabularySize = parameters.layout().vocabularySize();
    StepTools tools = StepTools.of(row, options.hypotheses(), vocabularySize);
    Optional<Shortlist> allowed =
        options.shortlist() ? Optional.of(shortlist.get()) : Optional.empty();
    RunningBatch batch =
        new RunningBatch(
            encoder, stepsFor(options), waiting, options, specials, allowed, vocabularySize);
    int rows = options.hypotheses();
    long before = System.nanoTime();
    while (batch.fill()) {
      long filled = System.nanoTime();
      DecoderStep step = batch.step();
      long computed = System.nanoTime();
      for (int slot = 0; slot < batch.slots(); slot++) {
        RunningSentence sentence = batch.at(slot);
        if (sentence != null && !advance(sentence, batch, slot, step, tools)) {
          batch.leave(slot);
        }
      }
      long chosen = System.nanoTime();
      if (profile != null) {
        profile.add(filled - before, computed - filled, chosen - computed, batch.slots() * rows);
      }
      before = chosen;
    }
  }

  /** Notes where the time goes from now on. */
  public void profile(SearchProfile newProfile) {
    profile = newProfile;
    encoder.profile(newProfile.encoder());
    steps.values().forEach(each -> each.profile(newProfile.decoder()));
  }

  private DecoderSteps stepsFor(DecodingOptions options) {
    List<String> further =
        options.coveragePenalty() > 0
            ? List.of(TransformerGraphs.crossWeights(options.alignmentLayerOf(config)))
            : List.of();
    return steps.computeIfAbsent(
        further,
        outputs -> {
          DecoderSteps made = new DecoderSteps(config, parameters, outputs, kernels);
          if (profile != null) {
            made.profile(profile.decoder());
          }
          return made;
        });
  }

  /** Takes a sentence one piece further; says whether it goes on. */
  private boolean advance(
      RunningSentence sentence, RunningBatch batch, int slot, DecoderStep step, StepTools tools) {
    SentenceBeam beam = sentence.beam();
    SearchRequest request = sentence.request();
    int firstRow = slot * step.shape().beams();
    if (request.abandoned()) {
      return false;
    }
    try {
      batch.show(sentence, slot, tools.row());
      beam.advance(step.logits(), firstRow, tools, step);
      if (beam.done()) {
        request.complete(beam.best());
        return false;
      }
      beam.moveCaches(step, firstRow);
      batch.update(slot);
      if (request.streaming()) {
        request.decided(step.position(slot) - 1, batch.newestId(firstRow));
      }
      return true;
    } catch (RuntimeException failure) {
      request.fail(failure); // The other sentences have nothing to do with it.
      return false;
    }
  }

  /** Bytes of the arenas and of parameters copied for a shortlist; for any thread. */
  long memoryBytes() {
    return encoder.memoryBytes()
        + kernels.selectedRowBytes()
        + steps.values().stream().mapToLong(DecoderSteps::memoryBytes).sum();
  }

  /** Releases the memory. */
  @Override
  public void close() {
    encoder.close();
    steps.values().forEach(DecoderSteps::close);
  }
}
