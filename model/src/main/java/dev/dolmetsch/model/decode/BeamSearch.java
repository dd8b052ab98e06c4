package dev.dolmetsch.model.decode;

import dev.dolmetsch.data.batch.SpecialIds;
import dev.dolmetsch.model.FlatParameters;
import dev.dolmetsch.model.TransformerConfig;
import dev.dolmetsch.model.engine.Kernels;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/**
 * Finds the most probable translations: the encoder once, then the decoder one piece at a time,
 * with K hypotheses of each sentence.
 *
 * <p>At each step the best 2·K continuations of a sentence's hypotheses are looked at. Those of the
 * best K that end are finished; the best K that do not end go on. A sentence is done as soon as K
 * hypotheses have finished, or no live one can still come among the n best, or the maximum length
 * is reached, where the live ones are finished as they are. Finished hypotheses are ranked by
 * log-probability / n^α. {@code <s>} and {@code <pad>} are never produced. Of equal candidates the
 * better parent's stands first, then the lower id. With K = 1 this is greedy search.
 *
 * <p>Belongs to one thread at a time.
 */
public final class BeamSearch implements AutoCloseable {
  private final SpecialIds specials;
  private final BatchEncoder encoder;
  private final DecoderSteps steps;
  private final LogitRow row;

  /** A search with these parameters, which must stay as they are while it searches. */
  public BeamSearch(
      TransformerConfig config, FlatParameters parameters, SpecialIds specials, Kernels kernels) {
    this.specials = specials;
    this.encoder = BatchEncoder.ofCrossCaches(config, parameters, specials, kernels);
    this.steps = new DecoderSteps(config, parameters, kernels);
    this.row = new LogitRow(parameters.layout().vocabularySize(), specials);
  }

  /**
   * Translates sources, those of similar length together.
   *
   * @param sources ids without special ids, none empty
   * @return for each source, in the order given, its at most {@code options.nBest()} best
   *     hypotheses, best first, of which no two have the same ids
   * @throws IllegalArgumentException if a source is empty
   */
  public List<List<Hypothesis>> search(List<int[]> sources, DecodingOptions options) {
    List<WaitingSentences.Sentence> sentences = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      int[] source = sources.get(i);
      if (source.length == 0) {
        throw new IllegalArgumentException(
            "every source must have at least one piece, but source " + i + " has none");
      }
      sentences.add(
          new WaitingSentences.Sentence(
              source, new SentenceBeam(i, source.length, specials.end(), options)));
    }
    List<List<Hypothesis>> results =
        new ArrayList<>(Collections.nCopies(sources.size(), List.<Hypothesis>of()));
    search(
        new SortedSentences(sentences), options, beam -> results.set(beam.source(), beam.best()));
    return Collections.unmodifiableList(results);
  }

  /**
   * Translates sentences until none are waiting. One that is done leaves its rows to another, so
   * that a long one does not hold up the short ones.
   *
   * @param waiting sentences with beams of these options
   * @param done gets each sentence's beam as soon as it is done
   */
  void search(WaitingSentences waiting, DecodingOptions options, Consumer<SentenceBeam> done) {
    int beams = options.beamSize();
    TopCandidates candidates = new TopCandidates(2 * beams);
    RunningBatch batch =
        new RunningBatch(encoder, steps, waiting, beams, options.batchTokens(), specials.start());
    while (batch.fill()) {
      DecoderStep step = batch.step();
      for (int slot = 0; slot < batch.slots(); slot++) {
        SentenceBeam beam = batch.at(slot);
        if (beam == null) {
          continue;
        }
        int firstRow = slot * beams;
        beam.advance(step.logits(), firstRow, row, candidates);
        if (beam.done()) {
          batch.leave(slot);
          done.accept(beam);
        } else {
          beam.moveCaches(step, firstRow);
          batch.update(slot);
        }
      }
    }
  }

  /** Releases the memory. */
  @Override
  public void close() {
    encoder.close();
    steps.close();
  }
}
